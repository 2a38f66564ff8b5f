package dev.twinlens.local.services.s3.awssdk;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text in headers as encoded words.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2047">RFC 2047</a>
 */
final class EncodedWords {
  private static final int MAX_WORD = 75;
  private static final Pattern WORD = Pattern.compile("=\\?([^?]+)\\?([BbQq])\\?([^?]*)\\?=");

  /** Space between encoded words is no part of the text. */
  private static final Pattern BETWEEN_WORDS = Pattern.compile("(?<=\\?=)\\s+(?==\\?)");

  private EncodedWords() {}

  /** The text of a header. What is not a valid encoded word stays as it is. */
  static String decode(String header) {
    if (!WORD.matcher(header).find()) {
      return header;
    }
    return WORD.matcher(BETWEEN_WORDS.matcher(header).replaceAll(""))
        .replaceAll(word -> Matcher.quoteReplacement(decode(word.group(), word)));
  }

  private static String decode(String encoded, MatchResult word) {
    try {
      boolean base64 = word.group(2).toUpperCase(Locale.ROOT).equals("B");
      byte[] bytes =
          base64 ? Base64.getDecoder().decode(word.group(3)) : fromQuotedPrintable(word.group(3));
      return Charset.forName(word.group(1)).newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | IndexOutOfBoundsException | CharacterCodingException e) {
      return encoded;
    }
  }

  private static byte[] fromQuotedPrintable(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '=') {
        bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
        i += 2;
      } else {
        bytes.write(c == '_' ? ' ' : c);
      }
    }
    return bytes.toByteArray();
  }

  /** A header for the text: the text itself if it is ASCII, otherwise as S3 encodes it. */
  static String encode(String text) {
    long ascii = text.chars().filter(c -> c < 0x80).count();
    if (ascii == text.length()) {
      return text;
    }
    return words(text, ascii > text.length() - ascii);
  }

  private static String words(String text, boolean quotedPrintable) {
    byte[] bytes = text.getBytes(UTF_8);
    String word =
        quotedPrintable
            ? "=?UTF-8?Q?" + toQuotedPrintable(bytes) + "?="
            : "=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";
    if (word.length() <= MAX_WORD) {
      return word;
    }
    int middle = text.offsetByCodePoints(0, text.codePointCount(0, text.length()) / 2);
    return words(text.substring(0, middle), quotedPrintable)
        + " "
        + words(text.substring(middle), quotedPrintable);
  }

  private static String toQuotedPrintable(byte[] bytes) {
    StringBuilder word = new StringBuilder();
    for (char c : new String(bytes, ISO_8859_1).toCharArray()) {
      if (c == ' ') {
        word.append('_');
      } else if (c > ' ' && c < 0x7f && "=_?".indexOf(c) < 0) {
        word.append(c);
      } else {
        word.append("=%02X".formatted((int) c));
      }
    }
    return word.toString();
  }
}
