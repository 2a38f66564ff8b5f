package dev.twinlens.runtime.config;

import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A function's environment variables. Each reader throws an {@link IllegalStateException} that
 * names the variable when it is missing or malformed, so that the function stops at its
 * initialisation and not at its first photo.
 */
public final class Environment {
  private final Map<String, String> variables;

  public Environment(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  public static Environment system() {
    return new Environment(System.getenv());
  }

  /** The variable's text, without white space around it. */
  public String text(String name) {
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
    String value = text(name);
    try {
      long number = Long.parseLong(value);
      if (number >= 1 && number <= maximum) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw malformed(name, value, "a whole number from 1 to " + maximum, e);
    }
    throw malformed(name, value, "a whole number from 1 to " + maximum, null);
  }

  /** A number of percent, 0 to 100. */
  public float percent(String name) {
    String value = text(name);
    try {
      float number = Float.parseFloat(value);
      if (number >= 0 && number <= 100) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw malformed(name, value, "a number from 0 to 100", e);
    }
    throw malformed(name, value, "a number from 0 to 100", null);
  }

  /** {@code true} or {@code false}. */
  public boolean flag(String name) {
    String value = text(name);
    if (value.equals("true") || value.equals("false")) {
      return Boolean.parseBoolean(value);
    }
    throw malformed(name, value, "true or false", null);
  }

  /** Words separated by commas, in their order. */
  public Set<String> words(String name) {
    Set<String> words = new LinkedHashSet<>();
    Arrays.stream(text(name).split(",", -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .forEach(words::add);
    if (words.isEmpty()) {
      throw malformed(name, text(name), "words separated by commas", null);
    }
    return words;
  }

  /** An absolute http or https address without a query. */
  public URI address(String name) {
    String value = text(name);
    try {
      URI address = URI.create(value);
      boolean web = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
      if (web && address.getHost() != null && address.getQuery() == null) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      throw malformed(name, value, "an http(s) address without a query", e);
    }
    throw malformed(name, value, "an http(s) address without a query", null);
  }

  private static IllegalStateException malformed(
      String name, String value, String allowed, Throwable cause) {
    return new IllegalStateException(
        "The environment variable " + name + " is \"" + value + "\", but must be " + allowed + ".",
        cause);
  }
}
