package dev.twinlens.local.lambda.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Executes the command in the event, and returns text that is JSON where a test needs it. */
public final class Probe implements RequestStreamHandler {
  private static int invocations;

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    invocations++;
    String event = new String(input.readAllBytes(), StandardCharsets.UTF_8);
    String[] words = event.replace("\"", "").split(" ", 2);
    output.write(
        respond(words[0], words.length > 1 ? words[1] : "", event, context)
            .getBytes(StandardCharsets.UTF_8));
  }

  private static String respond(String command, String argument, String event, Context context) {
    return switch (command) {
      case "print" -> {
        System.out.println(argument);
        context.getLogger().log("logged " + argument + "\n");
        yield "\"printed\"";
      }
      case "throw" -> throw new IllegalStateException(argument);
      case "sleep" -> {
        sleep(Long.parseLong(argument));
        yield "\"slept\"";
      }
      case "exit" -> {
        System.exit(Integer.parseInt(argument));
        yield "";
      }
      case "halt" -> {
        Runtime.getRuntime().halt(Integer.parseInt(argument));
        yield "";
      }
      case "exhaust" -> Integer.toString(exhaust());
      case "pid" -> Long.toString(ProcessHandle.current().pid());
      case "count" -> Integer.toString(invocations);
      case "large" -> "\"" + "x".repeat(Integer.parseInt(argument) - 2) + "\"";
      case "environment" -> environment();
      case "property" -> "\"" + System.getProperty(argument) + "\"";
      case "heap" -> Long.toString(Runtime.getRuntime().maxMemory() >> 20);
      case "context" ->
          "\"%s %s %s %d %d\""
              .formatted(
                  context.getFunctionName(),
                  context.getFunctionVersion(),
                  context.getInvokedFunctionArn(),
                  context.getMemoryLimitInMB(),
                  context.getRemainingTimeInMillis() / 1000);
      case "respond" -> argument.replace('\'', '"');
      default -> event;
    };
  }

  private static int exhaust() {
    Object[] chain = {};
    while (true) {
      chain = new Object[] {chain, new byte[10 << 20]};
      if (chain.length == 0) {
        return 0;
      }
    }
  }

  private static void sleep(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String environment() {
    StringBuilder json = new StringBuilder("{");
    for (Map.Entry<String, String> variable : new TreeMap<>(System.getenv()).entrySet()) {
      json.append(json.length() > 1 ? "," : "")
          .append('"')
          .append(variable.getKey())
          .append("\":\"")
          .append(variable.getValue())
          .append('"');
    }
    return json.append('}').toString();
  }
}
