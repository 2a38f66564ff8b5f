package dev.twinlens.local.services.lambda;

import dev.twinlens.local.services.access.UnknownOperationException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which operation a request asks for, and on which function. */
final class LambdaActions {
  private static final String SERVICE = "lambda";
  private static final Pattern INVOKE =
      Pattern.compile("/2015-03-31/functions/([^/]+)/invocations/?");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9-_]{1,64}");

  private LambdaActions() {}

  /**
   * The name of the function that the request invokes.
   *
   * @param arnPrefix of the account's functions, with which a request may begin the name
   * @throws UnknownOperationException for any other operation
   */
  static String invokedFunction(String method, String path, String arnPrefix)
      throws UnknownOperationException {
    Matcher invoke = INVOKE.matcher(path);
    if (!method.equals("POST") || !invoke.matches()) {
      throw new UnknownOperationException(SERVICE, method + " " + path);
    }
    String nameOrArn = URLDecoder.decode(invoke.group(1), StandardCharsets.UTF_8);
    String name =
        nameOrArn.startsWith(arnPrefix) ? nameOrArn.substring(arnPrefix.length()) : nameOrArn;
    if (!NAME.matcher(name).matches()) {
      throw new UnknownOperationException(SERVICE, "Invoke of " + nameOrArn);
    }
    return name;
  }
}
