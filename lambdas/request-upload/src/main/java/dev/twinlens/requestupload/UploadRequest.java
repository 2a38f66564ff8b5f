package dev.twinlens.requestupload;

import dev.twinlens.domain.images.ImageRules;
import dev.twinlens.domain.json.Json;
import dev.twinlens.domain.json.MalformedJsonException;
import dev.twinlens.domain.keys.ObjectKeys;
import dev.twinlens.runtime.http.FieldError;
import dev.twinlens.runtime.http.Problem;
import dev.twinlens.runtime.http.ProblemException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A photo that a client is about to upload.
 *
 * @param fileName its name on the client's device
 * @param size exact bytes
 * @param sha256 of the bytes, base64
 */
record UploadRequest(String fileName, String contentType, long size, String sha256) {
  private static final Set<String> FIELDS = Set.of("fileName", "contentType", "size", "sha256");
  private static final int SHA256_BYTES = 32;

  /**
   * Reads and checks the body of {@code POST /uploads}.
   *
   * @throws ProblemException with all its errors
   */
  static UploadRequest parse(String body, ImageRules rules) {
    Map<String, Object> fields;
    try {
      fields = Json.object(body);
    } catch (MalformedJsonException e) {
      throw new ProblemException(
          Problem.of(
              400,
              "The body must be a JSON object with fileName, contentType, size and sha256; it is "
                  + e.getMessage()
                  + "."),
          e);
    }
    List<FieldError> errors = new ArrayList<>();
    String fileName = text(fields, "fileName", errors);
    String contentType = text(fields, "contentType", errors);
    long size = size(fields, rules, errors);
    String sha256 = text(fields, "sha256", errors);
    if (ObjectKeys.isTooLong(fileName)) {
      errors.add(
          new FieldError(
              "fileName", "Must have at most " + ObjectKeys.MAX_FILE_NAME + " characters."));
    }
    if (!contentType.isEmpty() && !rules.allowedTypes().contains(contentType)) {
      String allowed = rules.allowedTypes().stream().sorted().collect(Collectors.joining(" or "));
      errors.add(new FieldError("contentType", "Must be " + allowed + "."));
    }
    if (!sha256.isEmpty() && !isSha256(sha256)) {
      errors.add(
          new FieldError("sha256", "Must be the SHA-256 of the file in Base64, 44 characters."));
    }
    fields.keySet().stream()
        .filter(name -> !FIELDS.contains(name))
        .forEach(name -> errors.add(new FieldError(name, "Is not a field of this request.")));
    if (!errors.isEmpty()) {
      throw new ProblemException(Problem.invalid(errors));
    }
    return new UploadRequest(fileName, contentType, size, sha256);
  }

  private static String text(Map<String, Object> fields, String name, List<FieldError> errors) {
    Object value = fields.get(name);
    if (value == null) {
      errors.add(new FieldError(name, "Is required."));
      return "";
    }
    if (value instanceof String text && !text.isBlank()) {
      return text;
    }
    errors.add(new FieldError(name, "Must be a non-empty text."));
    return "";
  }

  private static long size(Map<String, Object> fields, ImageRules rules, List<FieldError> errors) {
    Object value = fields.get("size");
    if (value == null) {
      errors.add(new FieldError("size", "Is required."));
    } else if (!(value instanceof Number number)
        || number.doubleValue() != Math.rint(number.doubleValue())) {
      errors.add(new FieldError("size", "Must be a whole number of bytes."));
    } else {
      // In JSON, 10.0 is a whole number. A double is exact far beyond the largest image.
      double size = number.doubleValue();
      if (size >= 1 && size <= rules.maxBytes()) {
        return (long) size;
      }
      errors.add(new FieldError("size", "Must be from 1 to %d bytes.".formatted(rules.maxBytes())));
    }
    return 0;
  }

  private static boolean isSha256(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      // Padding and unused bits can be written in more than one way; S3 accepts the canonical one.
      return bytes.length == SHA256_BYTES && Base64.getEncoder().encodeToString(bytes).equals(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
