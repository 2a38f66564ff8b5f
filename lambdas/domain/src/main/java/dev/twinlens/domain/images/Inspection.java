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
   * A file that Rekognition need not be asked about.
   *
   * @param reason a sentence for the person who uploaded the file
   */
  record Rejected(Flaw flaw, String reason) implements Inspection {}

  /** Why a file was refused. */
  enum Flaw {
    EMPTY,
    TOO_LARGE,
    UNSUPPORTED_TYPE,
    TRUNCATED,
    UNREADABLE,
    DIMENSIONS
  }
}
