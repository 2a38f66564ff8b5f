package dev.twinlens.local.services.integration;

/**
 * An attribute of a message.
 *
 * @param type {@code String}, {@code Number} or {@code Binary}, possibly with a custom suffix
 * @param value the text, or the bytes in base64
 */
public record MessageAttribute(String type, String value) {
  public boolean binary() {
    return type.startsWith("Binary");
  }
}
