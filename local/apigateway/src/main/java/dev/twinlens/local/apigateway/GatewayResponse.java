package dev.twinlens.local.apigateway;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A response that is being built; header names are case-insensitive. */
final class GatewayResponse {
  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final byte[] body;
  private int status;

  GatewayResponse(int status, byte[] body) {
    this.status = status;
    this.body = body;
  }

  /** A response of the gateway itself: {@code {"message": …}}. */
  static GatewayResponse message(int status, String message) {
    ObjectNode content = JSON.createObjectNode().put("message", message);
    GatewayResponse response =
        new GatewayResponse(status, content.toString().getBytes(StandardCharsets.UTF_8));
    response.set("content-type", "application/json");
    return response;
  }

  int status() {
    return status;
  }

  void status(int replacement) {
    status = replacement;
  }

  byte[] body() {
    return body;
  }

  Map<String, List<String>> headers() {
    return headers;
  }

  void add(String name, String value) {
    headers.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
  }

  void set(String name, String value) {
    headers.put(name, new ArrayList<>(List.of(value)));
  }

  void remove(String name) {
    headers.remove(name);
  }
}
