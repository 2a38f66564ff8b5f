package dev.twinlens.uploadimage;

import dev.twinlens.domain.images.ByteSource;
import dev.twinlens.domain.images.ImageInspector;
import dev.twinlens.domain.images.ImageRules;
import dev.twinlens.domain.images.ImageType;
import dev.twinlens.domain.images.Inspection;
import dev.twinlens.domain.keys.ObjectKeys;
import dev.twinlens.runtime.http.ApiRequest;
import dev.twinlens.runtime.http.FieldError;
import dev.twinlens.runtime.http.Problem;
import dev.twinlens.runtime.http.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Takes the photo out of a request, and rejects anything else before it is stored. */
final class DirectUpload {
  private final long maxBytes;
  private final ImageInspector inspector;

  DirectUpload(ImageRules rules) {
    this.maxBytes = Math.min(rules.maxBytes(), ApiRequest.MAX_BYTES_BODY);
    this.inspector = new ImageInspector(rules);
  }

  /**
   * Reads the body, which is the photo and nothing else.
   *
   * @throws ProblemException when it is not
   */
  Photo read(ApiRequest request) {
    String declared = request.header("content-type").orElse("").toLowerCase(Locale.ROOT);
    if (declared.startsWith("multipart/")) {
      throw new ProblemException(
          Problem.of(
              415,
              "Send the photo's bytes as the body, not a form: curl --data-binary @photo.jpg."));
    }
    Optional<String> fileName = request.query("fileName");
    if (fileName.filter(ObjectKeys::isTooLong).isPresent()) {
      throw new ProblemException(
          Problem.invalid(
              List.of(
                  new FieldError(
                      "fileName",
                      "Must have at most " + ObjectKeys.MAX_FILE_NAME + " characters."))));
    }
    byte[] bytes = request.body();
    if (bytes.length > maxBytes) {
      throw new ProblemException(
          Problem.of(
              413,
              "The photo has %,d bytes; at most %,d can be sent here. Use POST /uploads for a larger one."
                  .formatted(bytes.length, maxBytes)));
    }
    return switch (inspector.inspect(ByteSource.of(bytes))) {
      case Inspection.Accepted accepted ->
          new Photo(fileName.orElse(defaultName(accepted.type())), accepted.type(), bytes);
      case Inspection.Rejected(Inspection.Flaw flaw, String reason) ->
          throw new ProblemException(Problem.of(status(flaw), reason + hint(request, flaw)));
    };
  }

  private static String defaultName(ImageType type) {
    return switch (type) {
      case JPEG -> "photo.jpg";
      case PNG -> "photo.png";
    };
  }

  /** API Gateway passes on as text what is declared as text, which damages the bytes. */
  private static String hint(ApiRequest request, Inspection.Flaw flaw) {
    boolean declaredAsImage = request.header("content-type").orElse("").startsWith("image/");
    return flaw == Inspection.Flaw.UNSUPPORTED_TYPE && !declaredAsImage
        ? " Send the photo's bytes with the header Content-Type: image/jpeg or image/png."
        : "";
  }

  private static int status(Inspection.Flaw flaw) {
    return switch (flaw) {
      case EMPTY -> 400;
      case TOO_LARGE -> 413;
      case UNSUPPORTED_TYPE -> 415;
      case TRUNCATED, UNREADABLE, DIMENSIONS -> 422;
    };
  }
}
