package dev.twinlens.local.rekognition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinlens.local.testing.Photos;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsTest {

  @Test
  void rejectsAnUnknownOperation() {
    RekognitionResponse response =
        Rekognition.SERVICE.handle(
            "DetectUnicorns", "{}".getBytes(StandardCharsets.UTF_8), Rekognition.NO_S3);

    assertThat(Rekognition.errorType(response)).isEqualTo("400 UnknownOperationException");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{} {}",
        "not json",
        "{\"Image\": \"cat.jpg\"}",
        "{\"Image\": {\"Bytes\": 1}}",
        "{\"Image\": {\"Bytes\": \"not base64!\"}}",
        "{\"Image\": {\"S3Object\": []}}",
        "{\"Image\": {\"S3Object\": {\"Bucket\": 1, \"Name\": \"cat.jpg\"}}}",
        "{\"Image\": {\"Bytes\": \"AAAA\"}, \"MaxLabels\": \"ten\"}",
        "{\"Image\": {\"Bytes\": \"AAAA\"}, \"MaxLabels\": 1.5}",
        "{\"Image\": {\"Bytes\": \"AAAA\"}, \"MaxLabels\": 1e12}",
        "{\"Image\": {\"Bytes\": \"AAAA\"}, \"MinConfidence\": \"55\"}",
        "{\"Image\": {\"Bytes\": \"AAAA\"}, \"Features\": \"GENERAL_LABELS\"}",
        "{\"Image\": {\"Bytes\": \"AAAA\"}, \"Features\": [1]}",
        "{\"Image\": {\"Bytes\": \"AAAA\"}, \"Settings\": []}",
      })
  void rejectsMalformedRequests(String json) {
    assertThat(errorType(json)).isEqualTo("400 SerializationException");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | Value null at 'image' failed to satisfy constraint: Member must not be null",
        "{'Image': {'Bytes': 'AAAA'}, 'MaxLabels': -1} | Value '-1' at 'maxLabels' failed to"
            + " satisfy constraint: Member must have value greater than or equal to 0",
        "{'Image': {'Bytes': 'AAAA'}, 'MinConfidence': -0.5} | Value '-0.5' at 'minConfidence'"
            + " failed to satisfy constraint: Member must have value greater than or equal to 0",
        "{'Image': {'Bytes': 'AAAA'}, 'MinConfidence': 100.5} | Value '100.5' at 'minConfidence'"
            + " failed to satisfy constraint: Member must have value less than or equal to 100",
        "{'Image': {'Bytes': 'AAAA'}, 'Features': ['FACES']} | Value 'FACES' at 'features' failed"
            + " to satisfy constraint: Member must satisfy enum value set: [GENERAL_LABELS,"
            + " IMAGE_PROPERTIES]",
        "{'Image': {'S3Object': {'Bucket': 'ab', 'Name': 'x'}}} | Value 'ab' at"
            + " 'image.s3Object.bucket' failed to satisfy constraint: Member must have length"
            + " greater than or equal to 3",
      },
      quoteCharacter = '`')
  void rejectsValuesOutsideTheServiceModel(String json, String violation) {
    RekognitionResponse response = handle(json.replace('\'', '"'));

    assertThat(Rekognition.errorType(response)).isEqualTo("400 ValidationException");
    assertThat(Rekognition.json(response).path("Message").asText())
        .isEqualTo("1 validation error detected: " + violation);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Image\": {}}",
        "{\"Image\": {\"Bytes\": null, \"S3Object\": null}}",
        "{\"Image\": {\"Bytes\": \"AAAA\", \"S3Object\": {\"Bucket\": \"abc\", \"Name\": \"x\"}}}",
        "{\"Image\": {\"S3Object\": {\"Bucket\": \"abc\"}}}",
        "{\"Image\": {\"S3Object\": {\"Name\": \"x\"}}}",
        "{\"Image\": {\"Bytes\": \"AAAA\"}, \"Features\": [\"IMAGE_PROPERTIES\"]}",
        "{\"Image\": {\"Bytes\": \"AAAA\"}, \"Settings\": {\"ImageProperties\": {}}}",
      })
  void rejectsContradictoryParameters(String json) {
    assertThat(errorType(json)).isEqualTo("400 InvalidParameterException");
  }

  @Test
  void writesErrorsAsRekognitionDoes() {
    JsonNode error = Rekognition.json(handle("{\"Image\": {\"Bytes\": \"AAAA\"}}"));

    assertThat(error.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("__type", "Code", "Logref", "Message");
    assertThat(error.path("Code").asText()).isEqualTo("InvalidImageFormatException");
    assertThat(error.path("Message").asText()).isEqualTo("Request has invalid image format");
  }

  @Test
  void ignoresFieldsThatAreNullOrUnknown() {
    ObjectNode request = Rekognition.request(Photos.read("chelsea.png"));
    request.putNull("MaxLabels").putNull("MinConfidence").putNull("Features").putNull("Settings");
    request.put("Color", "purple");

    assertThat(Rekognition.label(Rekognition.call(request), "Cat")).isPresent();
  }

  @Test
  void readsTheObjectThatTheRequestNames() {
    List<String> calls = new ArrayList<>();
    ObjectNode request = Rekognition.s3Request("photos", "2026/a cat+%.jpg");
    ((ObjectNode) request.at("/Image/S3Object")).put("Version", "v1");

    RekognitionResponse response =
        Rekognition.call(
            request,
            (bucket, key, version, maxBytes) -> {
              calls.add(bucket + " " + key + " " + version + " " + maxBytes);
              return Photos.read("chelsea.png");
            });

    assertThat(calls).containsExactly("photos 2026/a cat+%.jpg Optional[v1] 15728640");
    assertThat(Rekognition.label(response, "Cat")).isPresent();
  }

  @Test
  void readsTheNewestVersionWhenNoneIsNamed() {
    List<Optional<String>> versions = new ArrayList<>();

    Rekognition.call(
        Rekognition.s3Request("photos", "cat.jpg"),
        (bucket, key, version, maxBytes) -> {
          versions.add(version);
          return new byte[0];
        });

    assertThat(versions).containsExactly(Optional.empty());
  }

  /** AWS's messages for NOT_FOUND and ACCESS_DENIED are the same, so that keys cannot be probed. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NOT_FOUND | 400 InvalidS3ObjectException | Unable to get object metadata from S3. Check"
            + " object key, region and/or access permissions.",
        "ACCESS_DENIED | 400 InvalidS3ObjectException | Unable to get object metadata from S3."
            + " Check object key, region and/or access permissions.",
        "TOO_LARGE | 400 ImageTooLargeException | Image size is too large: an object in S3 may"
            + " have at most 15728640 bytes",
        "UNAVAILABLE | 500 InternalServerError | S3 cannot be read: disk failure",
      })
  void reportsWhyAnObjectCannotBeRead(S3ReadException.Reason reason, String type, String message) {
    RekognitionResponse response =
        Rekognition.call(
            Rekognition.s3Request("photos", "cat.jpg"),
            (bucket, key, version, maxBytes) -> {
              throw new S3ReadException(reason, "disk failure");
            });

    assertThat(Rekognition.errorType(response)).isEqualTo(type);
    assertThat(Rekognition.json(response).path("Message").asText()).isEqualTo(message);
  }

  @Test
  void reportsABugInTheReaderAsAnInternalError() {
    RekognitionResponse response =
        Rekognition.call(
            Rekognition.s3Request("photos", "cat.jpg"),
            (bucket, key, version, maxBytes) -> {
              throw new IllegalStateException("a bug");
            });

    assertThat(Rekognition.errorType(response)).isEqualTo("500 InternalServerError");
  }

  private static String errorType(String json) {
    return Rekognition.errorType(handle(json));
  }

  private static RekognitionResponse handle(String json) {
    return Rekognition.SERVICE.handle(
        "DetectLabels", json.getBytes(StandardCharsets.UTF_8), Rekognition.NO_S3);
  }
}
