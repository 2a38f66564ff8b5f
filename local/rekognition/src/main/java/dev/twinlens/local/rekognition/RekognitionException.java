package dev.twinlens.local.rekognition;

/** A call that Rekognition rejects, with the type and message of its response. */
final class RekognitionException extends Exception {

  private final int status;
  private final String type;
  private final String reason;

  private RekognitionException(int status, String type, String message) {
    super(message);
    this.status = status;
    this.type = type;
    this.reason = message;
  }

  RekognitionResponse response() {
    return RekognitionResponse.error(status, type, reason);
  }

  static RekognitionException unknownOperation(String operation) {
    return new RekognitionException(
        400,
        "UnknownOperationException",
        "The operation %s is not supported. The local Rekognition supports DetectLabels."
            .formatted(operation));
  }

  static RekognitionException serialization(String problem) {
    return new RekognitionException(400, "SerializationException", problem);
  }

  /** A value outside the limits of AWS's service model, with the message of AWS's framework. */
  static RekognitionException constraint(String value, String field, String rule) {
    return new RekognitionException(
        400,
        "ValidationException",
        "1 validation error detected: Value %s at '%s' failed to satisfy constraint: Member must %s"
            .formatted(value, field, rule));
  }

  /** AWS's message is "Request has invalid parameters"; the reason is an addition. */
  static RekognitionException invalidParameter(String reason) {
    return new RekognitionException(
        400, "InvalidParameterException", "Request has invalid parameters: " + reason);
  }

  static RekognitionException invalidImageFormat() {
    return new RekognitionException(
        400, "InvalidImageFormatException", "Request has invalid image format");
  }

  /** A JPEG or PNG file that cannot be read; AWS reports it as an invalid format too. */
  static RekognitionException damagedImage() {
    return new RekognitionException(
        400,
        "InvalidImageFormatException",
        "Request has invalid image format: the file is damaged or truncated");
  }

  static RekognitionException imageTooLarge(String message) {
    return new RekognitionException(400, "ImageTooLargeException", message);
  }

  /**
   * AWS responds alike to a missing object, a missing permission and a bucket of another region.
   */
  static RekognitionException invalidS3Object() {
    return new RekognitionException(
        400,
        "InvalidS3ObjectException",
        "Unable to get object metadata from S3. Check object key, region and/or access permissions.");
  }

  static RekognitionException internal(String message) {
    return new RekognitionException(500, "InternalServerError", message);
  }
}
