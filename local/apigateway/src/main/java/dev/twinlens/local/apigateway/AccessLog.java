package dev.twinlens.local.apigateway;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The stage's access log: a line for each request, in the declared format. A variable without a
 * value is a hyphen.
 */
final class AccessLog {
  private static final Pattern VARIABLE = Pattern.compile("\\$context\\.(\\w+(?:\\.\\w+)*)");

  private final String format;
  private final Path file;

  /**
   * @throws IllegalArgumentException when the format has no request ID, which API Gateway requires
   */
  AccessLog(String format, Path file) {
    if (!format.isEmpty()
        && !format.contains("$context.requestId")
        && !format.contains("$context.extendedRequestId")) {
      throw new IllegalArgumentException(
          "The access log's format must contain $context.requestId or"
              + " $context.extendedRequestId: "
              + format);
    }
    this.format = format.strip().replace("\n", "");
    this.file = file;
  }

  void open() throws IOException {
    if (!format.isEmpty()) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      append("");
    }
  }

  /** Values are escaped as in a JSON string, since most formats are JSON. */
  void write(Map<String, String> variables) {
    if (format.isEmpty()) {
      return;
    }
    Matcher found = VARIABLE.matcher(format);
    String line =
        found.replaceAll(
            match ->
                Matcher.quoteReplacement(
                    new String(
                        JsonStringEncoder.getInstance()
                            .quoteAsString(variables.getOrDefault(match.group(1), "-")))));
    try {
      append(line + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the access log " + file, e);
    }
  }

  private synchronized void append(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
