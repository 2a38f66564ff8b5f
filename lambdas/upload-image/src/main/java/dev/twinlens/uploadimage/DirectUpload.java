package dev.twinlens.uploadimage;

import dev.twinlens.domain.images.ByteSource;
import dev.twinlens.domain.images.ImageInspector;
import dev.twinlens.domain.images.ImageRules;
import dev.twinlens.domain.images.ImageType;
import dev.twinlens.domain.images.Inspection;
import dev.twinlens.domain.keys.ObjectKeys;
import dev.twinlens.domain.keys.UploadLimits;
import dev.twinlens.runtime.http.ApiRequest;
import dev.twinlens.runtime.http.FieldError;
import dev.twinlens.runtime.http.Problem;
import dev.twinlens.runtime.http.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Takes the photo out of a request, and refuses what is none before anything is stored. */
final class DirectUpload {
  private final long maxBytes;
  private final ImageInspector inspector;

  DirectUpload(ImageRules rules) {
    this.maxBytes = Math.min(rules.maxBytes(), UploadLimits.MAX_DIRECT_BYTES);
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
              "The photo has %,d bytes; at most %,d can be sent here. POST /uploads gives a URL for a larger one."
                  .formatted(bytes.length, maxBytes)));
    }
    Inspection inspection = inspector.inspect(ByteSource.of(bytes));
    if (inspection instanceof Inspection.Accepted accepted) {
      String fallback = "photo." + (accepted.type() == ImageType.PNG ? "png" : "jpg");
      return new Photo(fileName.orElse(fallback), accepted.type(), bytes);
    }
    Inspection.Refused refused = (Inspection.Refused) inspection;
    throw new ProblemException(
        Problem.of(status(refused.flaw()), refused.reason() + hint(request, refused)));
  }

  /** API Gateway passes on as text what is declared as text, and bytes do not survive that. */
  private static String hint(ApiRequest request, Inspection.Refused refused) {
    boolean declaredAsImage = request.header("content-type").orElse("").startsWith("image/");
    return refused.flaw() == Inspection.Flaw.UNSUPPORTED_TYPE && !declaredAsImage
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
