package dev.twinlens.local.hosting;

import dev.twinlens.local.hosting.CloudFrontSpec.Behavior;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One behaviour of a distribution. It passes a path that does not match to the next handler. */
final class BehaviorHandler extends Handler.Wrapper {
  private final Behavior behavior;
  private final Pattern paths;

  BehaviorHandler(Behavior behavior, Handler origin) {
    super(origin);
    this.behavior = behavior;
    this.paths = regex(behavior.pathPattern());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!paths.matcher(Request.getPathInContext(request)).matches()) {
      return false;
    }
    behavior.responseHeaders().forEach(response.getHeaders()::put);
    if (!behavior.allowedMethods().contains(request.getMethod())) {
      LocalWebServer.respond(
          response,
          callback,
          403,
          "text/plain;charset=utf-8",
          "This path allows %s only.\n"
              .formatted(String.join(", ", new TreeSet<>(behavior.allowedMethods()))));
      return true;
    }
    return super.handle(request, response, callback);
  }

  private static Pattern regex(String pathPattern) {
    String path = pathPattern.startsWith("/") ? pathPattern.substring(1) : pathPattern;
    return Pattern.compile(
        path.chars().mapToObj(BehaviorHandler::regex).collect(Collectors.joining("", "/", "")),
        Pattern.DOTALL);
  }

  private static String regex(int character) {
    return switch (character) {
      case '*' -> ".*";
      case '?' -> ".";
      default -> Pattern.quote(Character.toString(character));
    };
  }
}
