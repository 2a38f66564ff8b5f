package dev.twinlens.runtime.logging;

import dev.twinlens.domain.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * One JSON object per line: {@code timestamp}, {@code level}, {@code message}, {@code function},
 * {@code requestId} and what the line is about, such as {@code key}. Signatures and tokens are
 * redacted wherever they occur, because an SDK may put the URL that it called into an exception's
 * message.
 */
public final class Log {
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)\\b(sig|x-amz-signature|x-amz-security-token|x-amz-credential)=[^&\\s\"'<>]+");

  private final Map<String, Object> context;
  private final Consumer<String> lines;
  private final Clock clock;

  private Log(Map<String, Object> context, Consumer<String> lines, Clock clock) {
    this.context = context;
    this.lines = lines;
    this.clock = clock;
  }

  /** The log of one function, written to standard output, where Lambda collects it. */
  public static Log of(String function) {
    return to(function, Log::print);
  }

  public static Log to(String function, Consumer<String> lines) {
    return new Log(Map.of("function", function), lines, Clock.systemUTC());
  }

  /** This log with one more field on each line. */
  public Log with(String field, Object value) {
    Map<String, Object> wider = new LinkedHashMap<>(context);
    wider.put(field, value);
    return new Log(wider, lines, clock);
  }

  /** This log with an error and its stack on each line. */
  public Log withError(Throwable error) {
    return with("error", describe(error));
  }

  public void info(String message) {
    write("INFO", message);
  }

  public void warn(String message) {
    write("WARN", message);
  }

  public void error(String message) {
    write("ERROR", message);
  }

  public void error(String message, Throwable error) {
    withError(error).error(message);
  }

  /** As UTF-8, whatever the platform's character set, and in one piece. */
  private static void print(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    System.out.write(bytes, 0, bytes.length);
    System.out.flush();
  }

  private void write(String level, String message) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("timestamp", clock.instant().toString());
    line.put("level", level);
    line.put("message", message);
    line.putAll(context);
    lines.accept(SECRET.matcher(Json.write(line)).replaceAll("$1=REDACTED"));
  }

  private static Map<String, Object> describe(Throwable error) {
    StringWriter stack = new StringWriter();
    error.printStackTrace(new PrintWriter(stack));
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("type", error.getClass().getName());
    described.put("message", String.valueOf(error.getMessage()));
    described.put("stack", stack.toString());
    return described;
  }
}
