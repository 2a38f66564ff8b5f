package dev.twinlens.operations.restoration;

import dev.twinlens.operations.copies.CopyBlob;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Writes objects from their copies. */
final class ObjectWriter {
  private static final int MIB = 1024 * 1024;

  private final S3Client s3;
  private final String bucket;
  private final CopyReader copies;
  private final Limits limits;

  ObjectWriter(S3Client s3, String bucket, CopyReader copies, Limits limits) {
    this.s3 = s3;
    this.bucket = bucket;
    this.copies = copies;
    this.limits = limits;
  }

  /**
   * Which objects are written how.
   *
   * @param inMemory a smaller object is verified before its request begins, and the request can be
   *     repeated
   * @param inOneRequest a larger object is written in parts
   * @param part bytes of each part; S3 has 10,000 parts at most, and a copy 5,000 MiB
   */
  record Limits(long inMemory, long inOneRequest, int part) {
    static final Limits USUAL = new Limits(8L * MIB, 100L * MIB, 16 * MIB);
  }

  /**
   * Writes the object that the copy was made of.
   *
   * @return the version that S3 gave it; empty in a bucket without versions
   * @throws DamagedCopyException when the copy is not what it was; nothing is written
   */
  Optional<String> write(CopyBlob copy) throws IOException {
    CopyReader.Properties properties = copies.properties(copy);
    return Optional.ofNullable(
        copy.size() > limits.inOneRequest() ? writeParts(copy, properties) : put(copy, properties));
  }

  private String put(CopyBlob copy, CopyReader.Properties properties) throws IOException {
    RequestBody body;
    if (copy.size() <= limits.inMemory()) {
      try (InputStream content = copies.open(copy)) {
        body = RequestBody.fromBytes(content.readAllBytes());
      }
    } else {
      body =
          RequestBody.fromContentProvider(
              () -> copies.open(copy), copy.size(), contentType(properties));
    }
    PutObjectRequest request =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(copy.key())
            .contentType(contentType(properties))
            // S3 rejects bytes that do not have it.
            .checksumSHA256(copy.version().sha256())
            .metadata(properties.metadata())
            .tagging(tagging(properties))
            .overrideConfiguration(headers(properties))
            .build();
    return s3.putObject(request, body).versionId();
  }

  private String writeParts(CopyBlob copy, CopyReader.Properties properties) throws IOException {
    String upload =
        s3.createMultipartUpload(
                CreateMultipartUploadRequest.builder()
                    .bucket(bucket)
                    .key(copy.key())
                    .contentType(contentType(properties))
                    .metadata(properties.metadata())
                    .tagging(tagging(properties))
                    .overrideConfiguration(headers(properties))
                    .build())
            .uploadId();
    try {
      List<CompletedPart> parts = sendParts(copy, upload);
      // The last part was read, so the whole was verified.
      return s3.completeMultipartUpload(
              request ->
                  request
                      .bucket(bucket)
                      .key(copy.key())
                      .uploadId(upload)
                      .multipartUpload(completed -> completed.parts(parts)))
          .versionId();
    } catch (IOException | RuntimeException e) {
      s3.abortMultipartUpload(request -> request.bucket(bucket).key(copy.key()).uploadId(upload));
      throw e;
    }
  }

  private List<CompletedPart> sendParts(CopyBlob copy, String upload) throws IOException {
    List<CompletedPart> parts = new ArrayList<>();
    try (InputStream content = copies.open(copy)) {
      for (byte[] part = content.readNBytes(limits.part());
          part.length > 0;
          part = content.readNBytes(limits.part())) {
        int number = parts.size() + 1;
        UploadPartResponse sent =
            s3.uploadPart(
                request ->
                    request.bucket(bucket).key(copy.key()).uploadId(upload).partNumber(number),
                RequestBody.fromBytes(part));
        parts.add(
            CompletedPart.builder()
                .partNumber(number)
                .eTag(sent.eTag())
                .checksumCRC32(sent.checksumCRC32())
                .build());
      }
    }
    return parts;
  }

  private static String contentType(CopyReader.Properties properties) {
    return properties.headers().getOrDefault("content-type", "binary/octet-stream");
  }

  private static Tagging tagging(CopyReader.Properties properties) {
    return Tagging.builder()
        .tagSet(
            properties.tags().entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList())
        .build();
  }

  /** All but the type as they are: the SDK takes Expires as a time only, S3 as any text. */
  private static AwsRequestOverrideConfiguration headers(CopyReader.Properties properties) {
    AwsRequestOverrideConfiguration.Builder headers = AwsRequestOverrideConfiguration.builder();
    for (Map.Entry<String, String> header : properties.headers().entrySet()) {
      if (!header.getKey().equals("content-type")) {
        headers.putHeader(header.getKey(), header.getValue());
      }
    }
    return headers.build();
  }
}
