package dev.twinlens.domain.images;

import java.util.Optional;
import java.util.stream.Stream;

/** A type of file that is recognised by its first bytes. */
public enum FileType {
  JPEG("jpg", "a JPEG image"),
  PNG("png", "a PNG image"),
  GIF("gif", "a GIF image"),
  WEBP("webp", "a WebP image"),
  AVIF("avif", "an AVIF image"),
  HEIC("heic", "a HEIC image"),
  VIDEO("mp4", "a video"),
  TIFF("tif", "a TIFF image"),
  BMP("bmp", "a BMP image"),
  PDF("pdf", "a PDF document"),
  XML("xml", "an SVG or XML document");

  /** The extension of a file of no known type. */
  public static final String UNKNOWN_EXTENSION = "bin";

  private final String extension;
  private final String description;

  FileType(String extension, String description) {
    this.extension = extension;
    this.description = description;
  }

  /** The type of a file that begins with these bytes: sixteen are enough. */
  public static Optional<FileType> of(byte[] beginning) {
    return of(new PieceReader(ByteSource.of(beginning)));
  }

  static Optional<FileType> of(PieceReader file) {
    // An image with a brand of its own is not a video, hence the order.
    return Stream.of(values()).filter(type -> type.matches(file)).findFirst();
  }

  /** The usual end of such a file's name, without a dot. */
  public String extension() {
    return extension;
  }

  /** With an article, for a sentence. */
  String description() {
    return description;
  }

  private boolean matches(PieceReader file) {
    return switch (this) {
      case JPEG -> JpegHeader.matches(file);
      case PNG -> PngHeader.matches(file);
      case GIF -> file.startsWith(0, "GIF8");
      case WEBP -> file.startsWith(0, "RIFF") && file.startsWith(8, "WEBP");
      case AVIF -> hasBrand(file, "avif", "avis");
      case HEIC -> hasBrand(file, "hei", "hev", "mif1");
      case VIDEO -> file.startsWith(4, "ftyp");
      case TIFF -> file.startsWith(0, "II*\0") || file.startsWith(0, "MM\0*");
      case BMP -> file.startsWith(0, "BM");
      case PDF -> file.startsWith(0, "%PDF-");
      case XML -> file.startsWith(0, "<svg") || file.startsWith(0, "<?xml");
    };
  }

  /** The brand is in the first box of a file of ISO/IEC 14496-12. */
  private static boolean hasBrand(PieceReader file, String... brands) {
    return Stream.of(brands).anyMatch(brand -> file.startsWith(4, "ftyp" + brand));
  }
}
