package dev.twinlens.infra.graph;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Pulumi's wire format of property values: plain values, and structures that a signature marks as
 * something else.
 */
final class Wire {
  private static final String SIGNATURE = "4dabf18193072939515e22adb298388d";
  private static final String SECRET = "1b47061264138c4ac30d75fd1eb44270";
  private static final String OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

  private Wire() {}

  /** The properties as maps, lists, strings, numbers and booleans, without their markings. */
  static Map<String, Object> plain(Struct properties) {
    var map = new TreeMap<String, Object>();
    properties
        .getFieldsMap()
        .forEach(
            (name, value) -> {
              if (!name.equals(SIGNATURE)) {
                map.put(name, plain(value));
              }
            });
    return map;
  }

  private static Object plain(Value value) {
    return switch (value.getKindCase()) {
      case STRUCT_VALUE ->
          isMarked(value, SECRET) || isMarked(value, OUTPUT)
              ? plain(value.getStructValue().getFieldsOrThrow("value"))
              : plain(value.getStructValue());
      case LIST_VALUE -> {
        var list = new ArrayList<Object>();
        value.getListValue().getValuesList().forEach(element -> list.add(plain(element)));
        yield List.copyOf(list);
      }
      case STRING_VALUE -> value.getStringValue();
      case NUMBER_VALUE -> value.getNumberValue();
      case BOOL_VALUE -> value.getBoolValue();
      case NULL_VALUE, KIND_NOT_SET -> throw new IllegalStateException("null on the wire");
    };
  }

  /** The properties without what is marked as secret. */
  static Struct withoutSecrets(Struct properties) {
    var rest = Struct.newBuilder();
    properties
        .getFieldsMap()
        .forEach(
            (name, value) -> {
              if (!isSecret(value)) {
                rest.putFields(name, withoutSecrets(value));
              }
            });
    return rest.build();
  }

  private static Value withoutSecrets(Value value) {
    if (value.hasStructValue()) {
      return Value.newBuilder().setStructValue(withoutSecrets(value.getStructValue())).build();
    }
    if (value.hasListValue()) {
      var rest = ListValue.newBuilder();
      value.getListValue().getValuesList().stream()
          .filter(element -> !isSecret(element))
          .forEach(element -> rest.addValues(withoutSecrets(element)));
      return Value.newBuilder().setListValue(rest).build();
    }
    return value;
  }

  private static boolean isSecret(Value value) {
    return isMarked(value, SECRET) || isSecretOutput(value);
  }

  /** The paths of all properties that are marked as secret, as in {@code environment.variables}. */
  static Set<String> secrets(Struct properties) {
    var paths = new HashSet<String>();
    properties.getFieldsMap().forEach((name, value) -> collectSecrets(name, value, paths));
    return paths;
  }

  private static void collectSecrets(String path, Value value, Set<String> paths) {
    if (isSecret(value)) {
      paths.add(path);
    } else if (value.hasStructValue()) {
      value
          .getStructValue()
          .getFieldsMap()
          .forEach((name, inner) -> collectSecrets(path + "." + name, inner, paths));
    }
  }

  private static boolean isSecretOutput(Value value) {
    return isMarked(value, OUTPUT)
        && value
            .getStructValue()
            .getFieldsOrDefault("secret", Value.getDefaultInstance())
            .getBoolValue();
  }

  private static boolean isMarked(Value value, String signature) {
    return value.hasStructValue()
        && value
            .getStructValue()
            .getFieldsOrDefault(SIGNATURE, Value.getDefaultInstance())
            .getStringValue()
            .equals(signature);
  }
}
