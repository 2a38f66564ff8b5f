package dev.twinlens.domain.images;

import java.util.Optional;

/**
 * Recognises files that are often mistaken for photos, so that a rejection can name what the file
 * is.
 */
final class FileKind {
  private FileKind() {}

  static Optional<String> of(PieceReader file) {
    if (file.startsWith(0, "GIF8")) {
      return Optional.of("a GIF image");
    }
    if (file.startsWith(0, "RIFF") && file.startsWith(8, "WEBP")) {
      return Optional.of("a WebP image");
    }
    if (file.startsWith(4, "ftypavif") || file.startsWith(4, "ftypavis")) {
      return Optional.of("an AVIF image");
    }
    if (file.startsWith(4, "ftyphei")
        || file.startsWith(4, "ftyphev")
        || file.startsWith(4, "ftypmif1")) {
      return Optional.of("a HEIC image");
    }
    if (file.startsWith(4, "ftyp")) {
      return Optional.of("a video");
    }
    if (file.startsWith(0, "II*\0") || file.startsWith(0, "MM\0*")) {
      return Optional.of("a TIFF image");
    }
    if (file.startsWith(0, "BM")) {
      return Optional.of("a BMP image");
    }
    if (file.startsWith(0, "%PDF-")) {
      return Optional.of("a PDF document");
    }
    if (file.startsWith(0, "<svg") || file.startsWith(0, "<?xml")) {
      return Optional.of("an SVG or XML document");
    }
    return Optional.empty();
  }
}
