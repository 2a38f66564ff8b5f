package dev.twinlens.local.rekognition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A validated request.
 *
 * @param maxLabels the largest number of labels in the response; 1,000 by default
 * @param minConfidence percent, 0 to 100; 55 by default
 * @see <a
 *     href="https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DetectLabels.html">DetectLabels</a>
 */
record DetectLabelsRequest(
    ImageSource image, int maxLabels, float minConfidence, LabelFilter filter) {

  private static final int MAX_LABELS = 1000;
  private static final float DEFAULT_MIN_CONFIDENCE = 55;
  private static final int MAX_IMAGE_BYTES = 5 * 1024 * 1024;
  private static final int MAX_FILTERS = 100;
  private static final int MAX_FILTER_LENGTH = 50;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  static DetectLabelsRequest parse(byte[] json) throws RekognitionException {
    JsonNode root = readObject(json);
    requireSupportedFeatures(root);
    return new DetectLabelsRequest(image(root), maxLabels(root), minConfidence(root), filter(root));
  }

  private static JsonNode readObject(byte[] json) throws RekognitionException {
    try {
      JsonNode root = JSON.readTree(json);
      if (!root.isObject()) {
        throw RekognitionException.serialization("The request body is not a JSON object");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw RekognitionException.serialization(
          "The request body is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw RekognitionException.serialization("The request body cannot be read");
    }
  }

  private static void requireSupportedFeatures(JsonNode root) throws RekognitionException {
    for (JsonNode feature : array(root, "Features")) {
      switch (text(feature, "Features")) {
        case "GENERAL_LABELS" -> {}
        case "IMAGE_PROPERTIES" ->
            throw RekognitionException.invalidParameter(
                "the local Rekognition does not support the feature IMAGE_PROPERTIES");
        default ->
            throw RekognitionException.constraint(
                "'%s'".formatted(feature.textValue()),
                "features",
                "satisfy enum value set: [GENERAL_LABELS, IMAGE_PROPERTIES]");
      }
    }
    if (!object(object(root, "Settings"), "ImageProperties").isMissingNode()) {
      throw RekognitionException.invalidParameter(
          "Settings.ImageProperties requires the feature IMAGE_PROPERTIES");
    }
  }

  private static ImageSource image(JsonNode root) throws RekognitionException {
    JsonNode image = object(root, "Image");
    if (image.isMissingNode()) {
      throw RekognitionException.constraint("null", "image", "not be null");
    }
    JsonNode bytes = field(image, "Bytes");
    JsonNode s3Object = object(image, "S3Object");
    if (bytes.isMissingNode() == s3Object.isMissingNode()) {
      throw RekognitionException.invalidParameter("Image must have either Bytes or S3Object");
    }
    return bytes.isMissingNode() ? s3Object(s3Object) : bytes(bytes);
  }

  private static ImageSource bytes(JsonNode node) throws RekognitionException {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text(node, "Image.Bytes"));
    } catch (IllegalArgumentException e) {
      throw RekognitionException.serialization("Image.Bytes is not base64");
    }
    if (bytes.length > MAX_IMAGE_BYTES) {
      throw RekognitionException.constraint(
          "'java.nio.HeapByteBuffer[pos=0 lim=%1$d cap=%1$d]'".formatted(bytes.length),
          "image.bytes",
          "have length less than or equal to " + MAX_IMAGE_BYTES);
    }
    return new ImageSource.Bytes(bytes);
  }

  private static ImageSource s3Object(JsonNode node) throws RekognitionException {
    JsonNode version = field(node, "Version");
    return new ImageSource.S3Object(
        name(node, "Bucket", 3, 255),
        name(node, "Name", 1, 1024),
        version.isMissingNode() ? Optional.empty() : Optional.of(name(node, "Version", 1, 1024)));
  }

  private static String name(JsonNode s3Object, String field, int shortest, int longest)
      throws RekognitionException {
    JsonNode node = field(s3Object, field);
    if (node.isMissingNode()) {
      throw RekognitionException.invalidParameter("Image.S3Object has no " + field);
    }
    String value = text(node, "Image.S3Object." + field);
    String path = "image.s3Object." + field.toLowerCase(Locale.ROOT);
    if (value.length() < shortest) {
      throw RekognitionException.constraint(
          "'%s'".formatted(value), path, "have length greater than or equal to " + shortest);
    }
    if (value.length() > longest) {
      throw RekognitionException.constraint(
          "'%s'".formatted(value), path, "have length less than or equal to " + longest);
    }
    return value;
  }

  private static int maxLabels(JsonNode root) throws RekognitionException {
    JsonNode node = field(root, "MaxLabels");
    if (node.isMissingNode()) {
      return MAX_LABELS;
    }
    if (!node.canConvertToInt() || !node.canConvertToExactIntegral()) {
      throw RekognitionException.serialization("MaxLabels is not an integer");
    }
    if (node.intValue() < 0) {
      throw RekognitionException.constraint(
          "'%d'".formatted(node.intValue()), "maxLabels", "have value greater than or equal to 0");
    }
    return Math.min(MAX_LABELS, node.intValue());
  }

  private static float minConfidence(JsonNode root) throws RekognitionException {
    JsonNode node = field(root, "MinConfidence");
    if (node.isMissingNode()) {
      return DEFAULT_MIN_CONFIDENCE;
    }
    if (!node.isNumber()) {
      throw RekognitionException.serialization("MinConfidence is not a number");
    }
    float value = node.floatValue();
    if (value < 0) {
      throw RekognitionException.constraint(
          "'%s'".formatted(value), "minConfidence", "have value greater than or equal to 0");
    }
    if (value > 100) {
      throw RekognitionException.constraint(
          "'%s'".formatted(value), "minConfidence", "have value less than or equal to 100");
    }
    return value;
  }

  private static LabelFilter filter(JsonNode root) throws RekognitionException {
    JsonNode settings = object(object(root, "Settings"), "GeneralLabels");
    return new LabelFilter(
        names(settings, "LabelInclusionFilters"),
        names(settings, "LabelExclusionFilters"),
        names(settings, "LabelCategoryInclusionFilters"),
        names(settings, "LabelCategoryExclusionFilters"));
  }

  private static Set<String> names(JsonNode settings, String field) throws RekognitionException {
    JsonNode list = array(settings, field);
    String path =
        "settings.generalLabels." + Character.toLowerCase(field.charAt(0)) + field.substring(1);
    if (list.size() > MAX_FILTERS) {
      throw RekognitionException.constraint(
          list.toString(), path, "have length less than or equal to " + MAX_FILTERS);
    }
    Set<String> names = new HashSet<>();
    for (JsonNode element : list) {
      String name = text(element, "Settings.GeneralLabels." + field);
      if (name.length() > MAX_FILTER_LENGTH) {
        throw RekognitionException.constraint(
            "'%s'".formatted(name), path, "have length less than or equal to " + MAX_FILTER_LENGTH);
      }
      names.add(name);
    }
    return names;
  }

  /** The field, or a missing node when it is absent or null. */
  private static JsonNode field(JsonNode object, String name) {
    JsonNode node = object.path(name);
    return node.isNull() ? MissingNode.getInstance() : node;
  }

  private static JsonNode object(JsonNode parent, String name) throws RekognitionException {
    JsonNode node = field(parent, name);
    if (!node.isMissingNode() && !node.isObject()) {
      throw RekognitionException.serialization(name + " is not an object");
    }
    return node;
  }

  private static JsonNode array(JsonNode parent, String name) throws RekognitionException {
    JsonNode node = field(parent, name);
    if (!node.isMissingNode() && !node.isArray()) {
      throw RekognitionException.serialization(name + " is not a list");
    }
    return node;
  }

  private static String text(JsonNode node, String name) throws RekognitionException {
    if (!node.isTextual()) {
      throw RekognitionException.serialization(name + " is not a string");
    }
    return node.textValue();
  }
}
