package dev.twinlens.domain.keys;

import dev.twinlens.domain.catalog.Timestamps;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys under which the API stores photos: {@code yyyy-MM-dd/<uuid>/<file name>}. */
public final class ObjectKeys {
  /** The most characters of a file name that a client may give, in Unicode code points. */
  public static final int MAX_FILE_NAME = 255;

  private static final int MAX_STEM_BYTES = 120;
  private static final Pattern EXTENSION = Pattern.compile("\\.[A-Za-z0-9]{1,5}$");
  private static final String FALLBACK = "photo";

  private ObjectKeys() {}

  /** Whether a file name has more characters than {@link #MAX_FILE_NAME}. */
  public static boolean isTooLong(String fileName) {
    return fileName.codePointCount(0, fileName.length()) > MAX_FILE_NAME;
  }

  /** A new key. */
  public static String create(Instant now, String fileName) {
    return Timestamps.day(now) + "/" + UUID.randomUUID() + "/" + sanitise(fileName);
  }

  /**
   * The last segment of the name in letters and digits of any script, dots, dashes and underscores:
   * at most 120 bytes of UTF-8 and the extension.
   */
  static String sanitise(String fileName) {
    String name = Normalizer.normalize(fileName, Normalizer.Form.NFC);
    name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    Matcher extended = EXTENSION.matcher(name);
    String extension = extended.find() ? extended.group() : "";
    String stem = name.substring(0, name.length() - extension.length());
    stem = stem.replaceAll("[^\\p{L}\\p{N}\\p{M}._-]+", "-").replaceAll("^[.-]+|[.-]+$", "");
    return (stem.isEmpty() ? FALLBACK : shorten(stem)) + extension;
  }

  private static String shorten(String stem) {
    int end = stem.length();
    while (stem.substring(0, end).getBytes(StandardCharsets.UTF_8).length > MAX_STEM_BYTES) {
      end = stem.offsetByCodePoints(end, -1);
    }
    return stem.substring(0, end);
  }
}
