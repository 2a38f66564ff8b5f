package dev.twinlens.local.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3MultipartUploadsTest extends S3TestCase {
  @Test
  void joinsPartsIntoAnObject() {
    byte[] large = new byte[5 << 20];
    Arrays.fill(large, (byte) 7);
    byte[] small = {1, 2, 3};
    String upload =
        s3.createMultipartUpload(
                create ->
                    create
                        .bucket(bucket)
                        .key("k")
                        .contentType("image/png")
                        .metadata(Map.of("camera", "A1"))
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256))
            .uploadId();
    List<CompletedPart> parts = new ArrayList<>();
    for (byte[] content : List.of(large, small)) {
      int number = parts.size() + 1;
      var uploaded =
          s3.uploadPart(
              part ->
                  part.bucket(bucket)
                      .key("k")
                      .uploadId(upload)
                      .partNumber(number)
                      .checksumAlgorithm(ChecksumAlgorithm.SHA256),
              RequestBody.fromBytes(content));
      parts.add(
          CompletedPart.builder()
              .partNumber(number)
              .eTag(uploaded.eTag())
              .checksumSHA256(uploaded.checksumSHA256())
              .build());
    }
    assertThat(s3.listParts(list -> list.bucket(bucket).key("k").uploadId(upload)).parts())
        .hasSize(2);

    var completed =
        s3.completeMultipartUpload(
            complete ->
                complete
                    .bucket(bucket)
                    .key("k")
                    .uploadId(upload)
                    .multipartUpload(all -> all.parts(parts)));

    assertThat(completed.versionId()).hasSize(32);
    assertThat(completed.eTag()).endsWith("-2\"");
    HeadObjectResponse head =
        s3.headObject(h -> h.bucket(bucket).key("k").checksumMode(ChecksumMode.ENABLED));
    assertThat(head.contentLength()).isEqualTo(large.length + small.length);
    assertThat(head.contentType()).isEqualTo("image/png");
    assertThat(head.metadata()).containsEntry("camera", "A1");
    assertThat(head.checksumSHA256()).isEqualTo(completed.checksumSHA256()).endsWith("-2");
    byte[] read = s3.getObjectAsBytes(get -> get.bucket(bucket).key("k")).asByteArray();
    assertThat(Arrays.copyOfRange(read, large.length, read.length)).isEqualTo(small);
    assertThat(s3.listMultipartUploads(list -> list.bucket(bucket)).uploads()).isEmpty();
  }

  @Test
  void removesAnAbortedUpload() {
    String upload = s3.createMultipartUpload(create -> create.bucket(bucket).key("k")).uploadId();
    s3.uploadPart(
        part -> part.bucket(bucket).key("k").uploadId(upload).partNumber(1),
        RequestBody.fromString("x"));

    s3.abortMultipartUpload(abort -> abort.bucket(bucket).key("k").uploadId(upload));

    assertThat(s3.listMultipartUploads(list -> list.bucket(bucket)).uploads()).isEmpty();
    assertThatThrownBy(() -> s3.listParts(list -> list.bucket(bucket).key("k").uploadId(upload)))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NoSuchUpload"));
  }

  @Test
  void checksTheConditionOfACompletion() {
    put("k", "first");
    String upload = s3.createMultipartUpload(create -> create.bucket(bucket).key("k")).uploadId();
    String eTag =
        s3.uploadPart(
                part -> part.bucket(bucket).key("k").uploadId(upload).partNumber(1),
                RequestBody.fromString("second"))
            .eTag();

    assertThatThrownBy(
            () ->
                s3.completeMultipartUpload(
                    complete ->
                        complete
                            .bucket(bucket)
                            .key("k")
                            .uploadId(upload)
                            .ifNoneMatch("*")
                            .multipartUpload(
                                all ->
                                    all.parts(
                                        CompletedPart.builder().partNumber(1).eTag(eTag).build()))))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
    assertThat(read("k")).isEqualTo("first");
  }
}
