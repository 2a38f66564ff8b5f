package dev.twinlens.runtime.config;

import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A function's environment variables. Each reader throws an {@link IllegalStateException} that
 * names the variable when it is missing or malformed, so that the function stops at its
 * initialisation and not at its first photo.
 */
public final class Environment {
  private final Map<String, String> variables;
  private final Set<String> read = ConcurrentHashMap.newKeySet();

  public Environment(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  public static Environment system() {
    return new Environment(System.getenv());
  }

  /** The variables that were asked for so far: those that the deployment must set. */
  public Set<String> namesRead() {
    return Set.copyOf(read);
  }

  /** The variable's text, without white space around it. */
  public String text(String name) {
    read.add(name);
    String value = variables.getOrDefault(name, "").strip();
    if (value.isEmpty()) {
      throw new IllegalStateException(
          "The environment variable "
              + name
              + " is not set. The deployment sets it on the function.");
    }
    return value;
  }

  /** A whole number of at least 1 and at most {@code maximum}. */
  public long wholeNumber(String name, long maximum) {
    return wholeNumber(name, 1, maximum);
  }

  /** A whole number between two limits, which are allowed too. */
  public long wholeNumber(String name, long minimum, long maximum) {
    return parsed(
        name,
        "a whole number from " + minimum + " to " + maximum,
        text -> Optional.of(Long.valueOf(text)).filter(n -> n >= minimum && n <= maximum));
  }

  /** A time such as {@code 2026-11-21T08:00:00Z}. */
  public Instant instant(String name) {
    return parsed(name, "a time such as 2026-11-21T08:00:00Z", Environment::time);
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** A number of percent, 0 to 100. */
  public float percent(String name) {
    return parsed(
        name,
        "a number from 0 to 100",
        text -> Optional.of(Float.valueOf(text)).filter(n -> n >= 0 && n <= 100));
  }

  /** {@code true} or {@code false}. */
  public boolean flag(String name) {
    return parsed(
        name,
        "true or false",
        text ->
            switch (text) {
              case "true" -> Optional.of(true);
              case "false" -> Optional.of(false);
              default -> Optional.empty();
            });
  }

  /** Words separated by commas, in their order. */
  public Set<String> words(String name) {
    return parsed(
        name,
        "words separated by commas",
        text -> {
          Set<String> words = new LinkedHashSet<>();
          Arrays.stream(text.split(",", -1))
              .map(String::strip)
              .filter(word -> !word.isEmpty())
              .forEach(words::add);
          return Optional.of(words).filter(found -> !found.isEmpty());
        });
  }

  /** An absolute http or https address without a query. */
  public URI address(String name) {
    return parsed(
        name,
        "an http(s) address without a query",
        text -> Optional.of(URI.create(text)).filter(Environment::isWebAddress));
  }

  private static boolean isWebAddress(URI address) {
    return ("https".equals(address.getScheme()) || "http".equals(address.getScheme()))
        && address.getHost() != null
        && address.getQuery() == null;
  }

  /**
   * A variable's value.
   *
   * @param parser answers empty, or throws, for a text that is not what is allowed
   */
  private <T> T parsed(String name, String allowed, Function<String, Optional<T>> parser) {
    String text = text(name);
    String malformed =
        "The environment variable " + name + " is \"" + text + "\", but must be " + allowed + ".";
    try {
      return parser.apply(text).orElseThrow(() -> new IllegalStateException(malformed));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(malformed, e);
    }
  }
}
