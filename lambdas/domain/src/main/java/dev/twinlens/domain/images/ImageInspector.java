package dev.twinlens.domain.images;

import dev.twinlens.domain.images.Inspection.Flaw;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Decides by a file's bytes, not by its declared type, whether Rekognition can read it. It reads
 * the header and the end only and decodes nothing, so images that claim to be enormous do no harm.
 */
public final class ImageInspector {
  private final ImageRules rules;

  public ImageInspector(ImageRules rules) {
    this.rules = rules;
  }

  public Inspection inspect(ByteSource bytes) {
    if (bytes.size() == 0) {
      return new Inspection.Rejected(Flaw.EMPTY, "The file is empty.");
    }
    if (bytes.size() > rules.maxBytes()) {
      return new Inspection.Rejected(
          Flaw.TOO_LARGE,
          "The file has %,d bytes; at most %,d are allowed."
              .formatted(bytes.size(), rules.maxBytes()));
    }
    PieceReader reader = new PieceReader(bytes);
    try {
      if (JpegHeader.matches(reader)) {
        Inspection inspection = judge(ImageType.JPEG, JpegHeader.read(reader));
        if (inspection instanceof Inspection.Accepted) {
          JpegHeader.requireComplete(reader);
        }
        return inspection;
      }
      if (PngHeader.matches(reader)) {
        Inspection inspection = judge(ImageType.PNG, PngHeader.read(reader));
        if (inspection instanceof Inspection.Accepted) {
          PngHeader.requireComplete(reader);
        }
        return inspection;
      }
    } catch (TruncatedException e) {
      return new Inspection.Rejected(
          Flaw.TRUNCATED, "The image is cut off: its end is missing. Upload it again.");
    } catch (DamagedException e) {
      return new Inspection.Rejected(
          Flaw.UNREADABLE, "The image cannot be read: " + e.getMessage() + ".");
    }
    return unsupported(FileType.of(reader).map(FileType::description));
  }

  private Inspection judge(ImageType type, Dimensions dimensions) {
    if (!rules.allowedTypes().contains(type.mediaType())) {
      return unsupported(Optional.of("a " + type + " image"));
    }
    int width = dimensions.width();
    int height = dimensions.height();
    if (Math.max(width, height) > ImageRules.MAX_PIXELS) {
      return new Inspection.Rejected(
          Flaw.DIMENSIONS,
          "The image is %,d × %,d pixels; at most %,d on each side are allowed."
              .formatted(width, height, ImageRules.MAX_PIXELS));
    }
    if (Math.min(width, height) < ImageRules.MIN_PIXELS) {
      return new Inspection.Rejected(
          Flaw.DIMENSIONS,
          "The image is %,d × %,d pixels; at least %,d on each side are needed."
              .formatted(width, height, ImageRules.MIN_PIXELS));
    }
    return new Inspection.Accepted(type, width, height);
  }

  private Inspection unsupported(Optional<String> found) {
    String allowed =
        rules.allowedTypes().stream()
            .flatMap(type -> ImageType.ofMediaType(type).stream())
            .sorted()
            .map(ImageType::name)
            .collect(Collectors.joining(" or "));
    return new Inspection.Rejected(
        Flaw.UNSUPPORTED_TYPE,
        found
            .map(kind -> "The file is " + kind + "; only " + allowed + " images are supported.")
            .orElse("The file is not an image; only " + allowed + " images are supported."));
  }
}
