package dev.twinlens.azure;

import dev.twinlens.runtime.config.Environment;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** The shared access signature of the container. It is a secret: only its expiry may be logged. */
public final class SasToken {
  private static final String VARIABLE = "BACKUP_CONTAINER_SAS";
  private static final double SECONDS_OF_A_DAY = Duration.ofDays(1).toSeconds();

  private final String token;
  private final Instant expiry;

  /** What a token can permit. */
  public enum Permission {
    CREATE("c", "create blobs"),
    READ("r", "read blobs"),
    LIST("l", "list blobs");

    private final String letter;
    private final String text;

    Permission(String letter, String text) {
      this.letter = letter;
      this.text = text;
    }
  }

  private SasToken(String token, Instant expiry) {
    this.token = token;
    this.expiry = expiry;
  }

  /**
   * Reads BACKUP_CONTAINER_SAS.
   *
   * @param needed what the function uses the token for
   * @throws IllegalStateException when it is invalid; the message does not repeat it
   */
  public static SasToken from(Environment environment, Permission... needed) {
    String token = environment.text(VARIABLE);
    Map<String, String> parameters =
        Arrays.stream(token.split("&", -1))
            .map(parameter -> parameter.split("=", 2))
            .filter(parameter -> parameter.length == 2)
            .collect(Collectors.toMap(parameter -> parameter[0], parameter -> parameter[1]));
    String expiry = parameters.get("se");
    if (expiry == null) {
      throw new IllegalStateException(
          "The environment variable " + VARIABLE + " is not a SAS token: it has no expiry (se=).");
    }
    String permitted = parameters.getOrDefault("sp", "");
    for (Permission permission : needed) {
      if (!permitted.contains(permission.letter)) {
        throw new IllegalStateException(
            "The environment variable %s is a SAS token that does not permit to %s (sp=%s)."
                .formatted(VARIABLE, permission.text, permission.letter));
      }
    }
    return new SasToken(token, expiry(expiry));
  }

  public String value() {
    return token;
  }

  /** Days until the token expires, negative after that. */
  public double daysLeft(Instant now) {
    return days(Duration.between(now, expiry));
  }

  /** A duration in days with two decimals, as the logs have it. */
  public static double days(Duration duration) {
    return Math.round(duration.toSeconds() / SECONDS_OF_A_DAY * 100) / 100.0;
  }

  /** Azure takes a date, a time to the minute and a time to the second. */
  private static Instant expiry(String encoded) {
    String text = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    try {
      return text.contains("T")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalStateException(
          "The environment variable "
              + VARIABLE
              + " has the expiry \""
              + text
              + "\", which is not a time.",
          e);
    }
  }

  @Override
  public String toString() {
    return "SAS token until " + expiry;
  }
}
