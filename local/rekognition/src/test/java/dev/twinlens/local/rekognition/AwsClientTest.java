package dev.twinlens.local.rekognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.twinlens.local.testing.Photos;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rekognition.RekognitionClient;
import software.amazon.awssdk.services.rekognition.model.DetectLabelsFeatureName;
import software.amazon.awssdk.services.rekognition.model.DetectLabelsResponse;
import software.amazon.awssdk.services.rekognition.model.InvalidImageFormatException;
import software.amazon.awssdk.services.rekognition.model.Label;
import software.amazon.awssdk.services.rekognition.model.Parent;

/** AWS's client calls the service in the same process, without HTTP. */
class AwsClientTest {

  private final RekognitionClient client =
      RekognitionClient.builder()
          .region(Region.EU_CENTRAL_1)
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
          .httpClient(new ServiceAsHttpClient())
          .build();

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void parsesTheResponse() {
    DetectLabelsResponse response =
        client.detectLabels(
            request ->
                request
                    .image(image -> image.bytes(SdkBytes.fromByteArray(Photos.read("chelsea.png"))))
                    .features(DetectLabelsFeatureName.GENERAL_LABELS)
                    .maxLabels(3)
                    .minConfidence(60f));

    assertThat(response.labels())
        .extracting(Label::name)
        .containsExactly("Cat", "Animal", "Mammal");
    Label cat = response.labels().get(0);
    assertThat(cat.parents()).extracting(Parent::name).containsExactly("Animal", "Mammal", "Pet");
    assertThat(cat.instances()).hasSize(1);
    assertThat(cat.instances().get(0).boundingBox().width()).isBetween(0.8f, 1f);
    assertThat(response.orientationCorrection()).isNull();
  }

  @Test
  void parsesTheError() {
    assertThatExceptionOfType(InvalidImageFormatException.class)
        .isThrownBy(
            () ->
                client.detectLabels(
                    request ->
                        request.image(image -> image.bytes(SdkBytes.fromUtf8String("no image")))))
        .withMessageContaining("Request has invalid image format");
  }

  private static final class ServiceAsHttpClient implements SdkHttpClient {

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() throws IOException {
          return respond(request);
        }

        @Override
        public void abort() {
          // A call cannot be aborted.
        }
      };
    }

    private static HttpExecuteResponse respond(HttpExecuteRequest request) throws IOException {
      String target = request.httpRequest().firstMatchingHeader("X-Amz-Target").orElseThrow();
      byte[] body;
      try (InputStream in = request.contentStreamProvider().orElseThrow().newStream()) {
        body = in.readAllBytes();
      }
      RekognitionResponse response =
          Rekognition.SERVICE.handle(
              target.substring(target.indexOf('.') + 1), body, Rekognition.NO_S3);
      byte[] json = response.json().getBytes(StandardCharsets.UTF_8);
      return HttpExecuteResponse.builder()
          .response(
              SdkHttpResponse.builder()
                  .statusCode(response.status())
                  .putHeader("Content-Type", "application/x-amz-json-1.1")
                  .build())
          .responseBody(AbortableInputStream.create(new ByteArrayInputStream(json)))
          .build();
    }

    @Override
    public void close() {
      // The service is shared.
    }
  }
}
