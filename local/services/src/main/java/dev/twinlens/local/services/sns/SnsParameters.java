package dev.twinlens.local.services.sns;

import dev.twinlens.local.services.integration.MessageAttribute;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The parameters of one call, with the query protocol's numbered lists and maps. */
record SnsParameters(Map<String, String> values) {
  boolean has(String name) {
    return values.containsKey(name);
  }

  /** Empty when it is absent. */
  String value(String name) {
    return values.getOrDefault(name, "");
  }

  String required(String name) {
    String value = value(name);
    if (value.isEmpty()) {
      throw SnsException.invalidParameter(name + " is missing");
    }
    return value;
  }

  List<String> list(String prefix) {
    return IntStream.iterate(1, i -> has(prefix + "." + i), i -> i + 1)
        .mapToObj(i -> value(prefix + "." + i))
        .toList();
  }

  Map<String, String> map(String prefix, String key, String value) {
    Map<String, String> map = new HashMap<>();
    for (int i = 1; has(prefix + "." + i + "." + key); i++) {
      map.put(value(prefix + "." + i + "." + key), value(prefix + "." + i + "." + value));
    }
    return map;
  }

  Map<String, MessageAttribute> messageAttributes() {
    Map<String, MessageAttribute> attributes = new HashMap<>();
    for (int i = 1; has("MessageAttributes.entry." + i + ".Name"); i++) {
      String entry = "MessageAttributes.entry." + i + ".";
      String type = required(entry + "Value.DataType");
      String value = type.startsWith("Binary") ? "Value.BinaryValue" : "Value.StringValue";
      attributes.put(required(entry + "Name"), new MessageAttribute(type, required(entry + value)));
    }
    return attributes;
  }
}
