package dev.twinlens.operations.verification;

import dev.twinlens.domain.hashes.Hashes;
import dev.twinlens.operations.copies.CopyBlob;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.InvalidObjectStateException;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** The object versions in S3. */
final class Originals {
  private static final int BUFFER = 256 * 1024;
  private static final Pattern MD5_ETAG = Pattern.compile("\"?([0-9a-fA-F]{32})\"?");

  private final S3Client s3;
  private final String bucket;

  Originals(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  /** How what S3 says of the version differs from what Azure says of the copy. */
  List<String> compare(ObjectVersion version, CopyBlob copy) {
    HeadObjectResponse head = head(version);
    List<String> differences = new ArrayList<>();
    if (head.contentLength() != copy.size()) {
      differences.add(
          "the version has " + head.contentLength() + " bytes, the copy " + copy.size());
    }
    sha256(head)
        .filter(sha256 -> !sha256.equals(copy.version().sha256()))
        .ifPresent(
            sha256 ->
                differences.add(
                    "S3's SHA-256 is " + sha256 + ", the copy's " + copy.version().sha256()));
    md5(head)
        .filter(md5 -> !md5.equals(copy.md5()))
        .ifPresent(md5 -> differences.add("S3's MD5 is " + md5 + ", the copy's " + copy.md5()));
    return differences;
  }

  /** The SHA-256 that S3 has of the whole version, else that of its bytes; empty when archived. */
  Optional<String> sha256(ObjectVersion version) {
    return sha256(head(version)).or(() -> read(version));
  }

  private HeadObjectResponse head(ObjectVersion version) {
    return s3.headObject(
        request ->
            request
                .bucket(bucket)
                .key(version.key())
                .versionId(version.versionId())
                .checksumMode(ChecksumMode.ENABLED));
  }

  private Optional<String> read(ObjectVersion version) {
    MessageDigest digest = Hashes.sha256();
    try (InputStream content =
        s3.getObject(
            request -> request.bucket(bucket).key(version.key()).versionId(version.versionId()))) {
      byte[] piece = new byte[BUFFER];
      for (int read = content.read(piece); read >= 0; read = content.read(piece)) {
        digest.update(piece, 0, read);
      }
    } catch (InvalidObjectStateException archived) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("An original cannot be read from S3.", e);
    }
    return Optional.of(Base64.getEncoder().encodeToString(digest.digest()));
  }

  /** A checksum of an object's parts ends with a dash and their number. */
  private static Optional<String> sha256(HeadObjectResponse head) {
    return Optional.ofNullable(head.checksumSHA256()).filter(value -> !value.contains("-"));
  }

  /** The ETag is an MD5 unless the object was uploaded in parts or encrypted with a KMS key. */
  private static Optional<String> md5(HeadObjectResponse head) {
    ServerSideEncryption encryption = head.serverSideEncryption();
    Matcher etag = MD5_ETAG.matcher(head.eTag());
    return etag.matches() && (encryption == null || encryption == ServerSideEncryption.AES256)
        ? Optional.of(Base64.getEncoder().encodeToString(HexFormat.of().parseHex(etag.group(1))))
        : Optional.empty();
  }
}
