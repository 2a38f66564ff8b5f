package dev.twinlens.backup;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** Compares what was read with what S3 reports as stored. */
final class SourceChecksums {
  private static final Pattern MD5_ETAG = Pattern.compile("\"?([0-9a-f]{32})\"?");

  private SourceChecksums() {}

  /**
   * Checks the length, the SHA-256 and the CRC-64/NVME where S3 has one of the whole object (the
   * SDK has checked the other kinds), and the ETag where it is an MD5: that of an object uploaded
   * in one part and not encrypted with a KMS key.
   *
   * @throws IllegalStateException when one differs
   */
  static void verify(GetObjectResponse source, long length, Checksums checksums) {
    if (source.contentLength() != length) {
      throw differs("length", source.contentLength().toString(), Long.toString(length));
    }
    require("SHA-256", whole(source.checksumSHA256()), checksums.sha256Base64());
    require("CRC-64/NVME", whole(source.checksumCRC64NVME()), checksums.crc64NvmeBase64());
    require("MD5", md5(source), HexFormat.of().formatHex(checksums.md5()));
  }

  private static void require(String what, Optional<String> stored, String read) {
    if (stored.isPresent() && !stored.get().equals(read)) {
      throw differs(what, stored.get(), read);
    }
  }

  /**
   * A checksum of an object's parts ends with a dash and their number; it is not one of the whole.
   */
  private static Optional<String> whole(String checksum) {
    return Optional.ofNullable(checksum).filter(value -> !value.contains("-"));
  }

  private static Optional<String> md5(GetObjectResponse source) {
    ServerSideEncryption encryption = source.serverSideEncryption();
    boolean plain = encryption == null || encryption == ServerSideEncryption.AES256;
    return Optional.ofNullable(source.eTag())
        .filter(etag -> plain)
        .map(etag -> MD5_ETAG.matcher(etag.toLowerCase(Locale.ROOT)))
        .filter(Matcher::matches)
        .map(etag -> etag.group(1));
  }

  private static IllegalStateException differs(String what, String expected, String found) {
    return new IllegalStateException(
        "The "
            + what
            + " of what was read from S3 is "
            + found
            + ", but S3 stored "
            + expected
            + "; nothing was copied.");
  }
}
