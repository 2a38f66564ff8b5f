package dev.twinlens.infra.api;

import dev.twinlens.infra.support.JsonString;
import java.util.List;
import java.util.TreeMap;

/** The format of the access log: what API Gateway logs of each request. */
final class AccessLogFormat {
  private static final List<String> LOGGED =
      List.of(
          "requestId",
          "requestTime",
          "httpMethod",
          "routeKey",
          "path",
          "status",
          "protocol",
          "responseLength",
          "responseLatency",
          "integrationLatency",
          "integrationErrorMessage");

  private AccessLogFormat() {}

  /** One JSON object a line. */
  static String format() {
    var format = new TreeMap<String, String>();
    LOGGED.forEach(variable -> format.put(variable, "$context." + variable));
    format.put("sourceIp", "$context.identity.sourceIp");
    format.put("userAgent", "$context.identity.userAgent");
    return JsonString.write(format);
  }
}
