package dev.twinlens.local.apigateway;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The {@code $context} variables of one request, by name.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html">Customize
 *     HTTP API access logs</a>
 */
final class AccessLogEntry {
  private final Map<String, String> variables = new TreeMap<>();

  AccessLogEntry(HttpApiSpec api, ReceivedRequest received) {
    variables.put("requestId", received.requestId());
    variables.put("extendedRequestId", received.requestId());
    variables.put("requestTime", HttpEvent.COMMON_LOG_TIME.format(received.time()));
    variables.put("requestTimeEpoch", Long.toString(received.time().getEpochSecond()));
    variables.put("identity.sourceIp", received.sourceIp());
    variables.put("identity.userAgent", received.userAgent());
    variables.put("httpMethod", received.method());
    variables.put("path", received.rawPath());
    variables.put("protocol", received.protocol());
    variables.put("domainName", received.host());
    variables.put("accountId", api.accountId());
    variables.put("apiId", api.apiId());
    variables.put("stage", "$default");
  }

  Map<String, String> variables() {
    return variables;
  }

  void routed(String routeKey) {
    variables.put("routeKey", routeKey);
  }

  void invoked(Duration latency) {
    variables.put("integrationLatency", Long.toString(latency.toMillis()));
    variables.put("integration.latency", Long.toString(latency.toMillis()));
  }

  /** Lambda responded; the function itself may have failed. */
  void integrationResponded() {
    variables.put("integrationStatus", "200");
    variables.put("integration.integrationStatus", "200");
  }

  void functionResponded(int status) {
    variables.put("integration.status", Integer.toString(status));
  }

  void integrationFailed(String message) {
    variables.put("integrationErrorMessage", message);
    variables.put("integration.error", message);
    variables.put("error.message", message);
  }

  void responded(int status, int length, Duration latency) {
    variables.put("status", Integer.toString(status));
    variables.put("responseLength", Integer.toString(length));
    variables.put("responseLatency", Long.toString(latency.toMillis()));
  }
}
