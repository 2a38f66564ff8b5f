package dev.twinlens.local.pulumi.plugin;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The name that a provider gives to a resource when the program sets none.
 *
 * @param input the input that holds it
 * @param form what it is made of
 */
public record GeneratedName(String input, Form form) {
  /** How the providers make a name from a resource's logical name. */
  public enum Form {
    /** Pulumi's AWS provider: {@code NAME-0123abc}. */
    HYPHEN_AND_SEVEN_DIGITS,
    /** Pulumi's Azure provider: {@code NAME0123abcd}. */
    EIGHT_DIGITS,
    /** A storage account's: 3 to 24 lower-case letters and digits. */
    STORAGE_ACCOUNT,
    /** Pulumi's Azure provider, for a resource within another: the logical name itself. */
    LOGICAL_NAME
  }

  private static final int STORAGE_ACCOUNT_PREFIX = 16;

  /**
   * @param seed differs for each resource that is created
   */
  String of(String logicalName, byte[] seed) {
    String digits = HexFormat.of().formatHex(sha256(seed));
    return switch (form) {
      case HYPHEN_AND_SEVEN_DIGITS -> logicalName + "-" + digits.substring(0, 7);
      case EIGHT_DIGITS -> logicalName + digits.substring(0, 8);
      case STORAGE_ACCOUNT -> {
        String letters = logicalName.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        yield letters.substring(0, Math.min(letters.length(), STORAGE_ACCOUNT_PREFIX))
            + digits.substring(0, 8);
      }
      case LOGICAL_NAME -> logicalName;
    };
  }

  private static byte[] sha256(byte[] seed) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(seed);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
