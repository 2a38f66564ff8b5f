package dev.twinlens.domain.images;

/** What an {@link ImageInspector} found. */
public sealed interface Inspection {
  /**
   * An image that Rekognition can be asked about.
   *
   * @param width pixels
   * @param height pixels
   */
  record Accepted(ImageType type, int width, int height) implements Inspection {}

  /**
   * A file that Rekognition is not asked about.
   *
   * @param reason a sentence for the person who uploaded the file
   */
  record Rejected(Flaw flaw, String reason) implements Inspection {}

  /** Why a file was rejected. */
  enum Flaw {
    EMPTY,
    TOO_LARGE,
    UNSUPPORTED_TYPE,
    TRUNCATED,
    UNREADABLE,
    DIMENSIONS
  }
}
