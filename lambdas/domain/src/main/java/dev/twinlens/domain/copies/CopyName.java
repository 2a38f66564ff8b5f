package dev.twinlens.domain.copies;

import dev.twinlens.domain.hashes.Hashes;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * The name of the blob with the copy of one object version: {@code NAME/TIME-VERSION.EXT}. NAME is
 * the object's key, or a hash of it where Azure would change the key. TIME is when S3 received the
 * version, as {@code 20261130T101500123Z}. EXT is the usual one of the type that the bytes have. So
 * a person finds a photo by its name, sees which copy is the newest, and opens it.
 */
public final class CopyName {
  /** The first copy; a later one replaces a damaged one. */
  public static final int FIRST = 1;

  private static final String ATTRIBUTES_EXTENSION = ".attributes.json";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSSX").withZone(ZoneOffset.UTC);

  /** S3's own version ids. Others can have up to 1,024 bytes of any characters. */
  private static final Pattern PLAIN_VERSION = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  private final String stem;
  private final String extension;

  private CopyName(String stem, String extension) {
    this.stem = stem;
    this.extension = extension;
  }

  /**
   * The name of an object version's copy.
   *
   * @param uploadedAt when S3 received the version
   * @param extension without a dot
   * @param attempt {@link #FIRST}, and 2 and so on for a copy beside a damaged one
   */
  public static CopyName of(
      String key, Instant uploadedAt, String versionId, String extension, int attempt) {
    String version =
        PLAIN_VERSION.matcher(versionId).matches()
            ? versionId
            : "sha256-" + Hashes.sha256Hex(versionId);
    String repair = attempt == FIRST ? "" : "-r" + attempt;
    String last = "/" + TIME.format(uploadedAt) + "-" + version + repair;
    // The attributes' blob has the longest name.
    return new CopyName(
        BlobName.of(key, last + ATTRIBUTES_EXTENSION + "." + extension) + last, extension);
  }

  /** The name of the blob. */
  public String value() {
    return stem + "." + extension;
  }

  /** The name of the blob beside it with what the copy's own metadata has no room for. */
  public String attributes() {
    return stem + ATTRIBUTES_EXTENSION;
  }

  /** The same for a copy of which only the name is known. */
  public static String attributesOf(String copy) {
    return copy.substring(0, copy.lastIndexOf('.')) + ATTRIBUTES_EXTENSION;
  }

  /** Whether the blob holds the attributes of a copy beside it. */
  public static boolean isOfAttributes(String blob) {
    return blob.endsWith(ATTRIBUTES_EXTENSION);
  }

  @Override
  public String toString() {
    return value();
  }
}
