package dev.twinlens.local.rekognition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The service as tests call it. One for all, since loading the model takes a while. */
final class Rekognition {

  static final RekognitionService SERVICE = RekognitionService.load();

  static final S3ObjectReader NO_S3 =
      (bucket, key, version, maxBytes) -> {
        throw new AssertionError("Nothing should be read from S3");
      };

  private static final ObjectMapper JSON = new ObjectMapper();

  private Rekognition() {}

  static ObjectNode request(byte[] image) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.putObject("Image").put("Bytes", Base64.getEncoder().encodeToString(image));
    return request;
  }

  static ObjectNode s3Request(String bucket, String key) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.putObject("Image").putObject("S3Object").put("Bucket", bucket).put("Name", key);
    return request;
  }

  static RekognitionResponse call(JsonNode request) {
    return call(request, NO_S3);
  }

  static RekognitionResponse call(JsonNode request, S3ObjectReader s3) {
    return SERVICE.handle("DetectLabels", request.toString().getBytes(StandardCharsets.UTF_8), s3);
  }

  static RekognitionResponse call(byte[] image) {
    return call(request(image));
  }

  static JsonNode json(RekognitionResponse response) {
    try {
      return JSON.readTree(response.json());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String errorType(RekognitionResponse response) {
    return response.status() + " " + json(response).path("__type").asText();
  }

  static Optional<JsonNode> label(RekognitionResponse response, String name) {
    return StreamSupport.stream(json(response).path("Labels").spliterator(), false)
        .filter(label -> label.path("Name").asText().equals(name))
        .findFirst();
  }

  static BoundingBox box(JsonNode instance) {
    JsonNode box = instance.path("BoundingBox");
    return new BoundingBox(
        box.path("Left").floatValue(),
        box.path("Top").floatValue(),
        box.path("Width").floatValue(),
        box.path("Height").floatValue());
  }
}
