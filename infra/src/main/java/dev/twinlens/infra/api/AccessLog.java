package dev.twinlens.infra.api;

import dev.twinlens.infra.support.Json;
import java.util.List;
import java.util.TreeMap;

/** What API Gateway logs of each request. */
final class AccessLog {
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

  private AccessLog() {}

  /** One JSON object a line. */
  static String format() {
    var format = new TreeMap<String, String>();
    LOGGED.forEach(variable -> format.put(variable, "$context." + variable));
    format.put("sourceIp", "$context.identity.sourceIp");
    format.put("userAgent", "$context.identity.userAgent");
    return Json.write(format);
  }
}
