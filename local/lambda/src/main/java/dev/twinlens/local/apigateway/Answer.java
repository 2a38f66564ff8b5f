package dev.twinlens.local.apigateway;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A response on its way to the client; header names in any case. */
final class Answer {
  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final byte[] body;
  private int status;

  Answer(int status, byte[] body) {
    this.status = status;
    this.body = body;
  }

  /** One of the gateway's own: {@code {"message": …}}. */
  static Answer message(int status, String message) {
    return json(status, JSON.createObjectNode().put("message", message));
  }

  /** The same with the laptop's hint on what to do instead. */
  static Answer message(int status, String message, String hint) {
    return json(status, JSON.createObjectNode().put("message", message).put("hint", hint));
  }

  private static Answer json(int status, ObjectNode content) {
    Answer answer = new Answer(status, content.toString().getBytes(StandardCharsets.UTF_8));
    answer.set("content-type", "application/json");
    return answer;
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
