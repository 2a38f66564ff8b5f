package dev.twinlens.shared.uploads;

import dev.twinlens.shared.catalog.Timestamps;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.util.UUID;

/** The keys under which the API stores photos: {@code yyyy-MM-dd/<uuid>/<file name>}. */
public final class ObjectKeys {
  private static final int MAX_NAME_BYTES = 120;
  private static final String FALLBACK = "photo";

  private ObjectKeys() {}

  /** A new key, never given before. */
  public static String create(Instant now, String fileName) {
    return Timestamps.day(now) + "/" + UUID.randomUUID() + "/" + sanitise(fileName);
  }

  /**
   * The last segment of the name in letters and digits of any script, dots, dashes and underscores,
   * at most 120 bytes of UTF-8, its extension kept.
   */
  static String sanitise(String fileName) {
    String name = Normalizer.normalize(fileName, Normalizer.Form.NFC);
    name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    name = name.replaceAll("[^\\p{L}\\p{N}\\p{M}._-]+", "-").replaceAll("^[.-]+|[.-]+$", "");
    if (name.isEmpty()) {
      return FALLBACK;
    }
    int dot = name.lastIndexOf('.');
    String extension = dot > 0 && name.length() - dot <= 6 ? name.substring(dot) : "";
    String stem = name.substring(0, name.length() - extension.length());
    return shorten(stem, MAX_NAME_BYTES - bytes(extension)) + extension;
  }

  private static String shorten(String text, int maxBytes) {
    int end = text.length();
    while (bytes(text.substring(0, end)) > maxBytes) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
