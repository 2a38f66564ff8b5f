package dev.twinlens.local.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.rekognition.RekognitionClient;
import software.amazon.awssdk.services.rekognition.model.DetectLabelsResponse;
import software.amazon.awssdk.services.rekognition.model.InvalidS3ObjectException;
import software.amazon.awssdk.services.rekognition.model.Label;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

class RekognitionTest {
  @RegisterExtension static final LocalAws AWS = new LocalAws();

  @Test
  void labelsTheRequestedVersionOfAPhoto() {
    S3Client s3 = AWS.clients().s3();
    RekognitionClient rekognition = AWS.clients().rekognition();
    s3.createBucket(create -> create.bucket("photos"));
    s3.putBucketVersioning(
        put ->
            put.bucket("photos")
                .versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED)));
    Path cat = Path.of(System.getProperty("twinlens.photos"), "chelsea.png");
    String version =
        s3.putObject(put -> put.bucket("photos").key("ü cat"), RequestBody.fromFile(cat))
            .versionId();
    s3.putObject(put -> put.bucket("photos").key("ü cat"), RequestBody.fromString("no photo"));

    DetectLabelsResponse labels =
        rekognition.detectLabels(
            detect ->
                detect.image(
                    image ->
                        image.s3Object(o -> o.bucket("photos").name("ü cat").version(version))));

    assertThat(labels.labels()).extracting(Label::name).contains("Cat");
    assertThatThrownBy(
            () ->
                rekognition.detectLabels(
                    detect ->
                        detect.image(
                            image -> image.s3Object(o -> o.bucket("photos").name("nothing")))))
        .isInstanceOf(InvalidS3ObjectException.class);
  }
}
