package dev.twinlens.local.pulumi;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Converts between the property values of Pulumi's wire protocol and plain Java values.
 *
 * <p>On the wire a secret, an asset, an archive, a resource reference or an output is a struct that
 * carries a signature under a reserved key. Plain values are {@code Map<String, Object>}, {@code
 * List<Object>}, {@code String}, {@code Double}, {@code Boolean}, {@link Asset}, {@link Archive};
 * absent and null properties are omitted. The signatures are those of Pulumi's {@code
 * resource.proto} and of its SDKs.
 */
public final class PropertyValues {
  private static final String SIGNATURE = "4dabf18193072939515e22adb298388d";
  private static final String SECRET = "1b47061264138c4ac30d75fd1eb44270";
  private static final String ASSET = "c44067f5952c0a294b673a41bacd8c17";
  private static final String ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";
  private static final String RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
  private static final String OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
  private static final String UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

  private PropertyValues() {}

  /** The struct without any wrapping: secrets in the clear, outputs resolved. */
  public static Map<String, Object> plain(Struct struct) {
    Map<String, Object> plain = new LinkedHashMap<>();
    struct
        .getFieldsMap()
        .forEach(
            (name, value) -> {
              if (!isAbsent(value)) {
                plain.put(name, plain(value));
              }
            });
    return plain;
  }

  /** The struct with secrets still marked, but no output values: what an engine answers. */
  public static Struct answer(Struct struct) {
    Struct.Builder answer = Struct.newBuilder();
    struct.getFieldsMap().forEach((name, value) -> answer.putFields(name, answer(value)));
    return answer.build();
  }

  /** The struct with secrets marked, but without their values. */
  static Struct withoutSecrets(Struct struct) {
    Struct.Builder masked = Struct.newBuilder();
    struct.getFieldsMap().forEach((name, value) -> masked.putFields(name, withoutSecrets(value)));
    return masked.build();
  }

  private static Value withoutSecrets(Value value) {
    return switch (value.getKindCase()) {
      case STRUCT_VALUE ->
          Value.newBuilder()
              .setStructValue(
                  signature(value.getStructValue()).equals(SECRET)
                      ? value.getStructValue().toBuilder().removeFields("value").build()
                      : withoutSecrets(value.getStructValue()))
              .build();
      case LIST_VALUE -> {
        ListValue.Builder list = ListValue.newBuilder();
        value
            .getListValue()
            .getValuesList()
            .forEach(element -> list.addValues(withoutSecrets(element)));
        yield Value.newBuilder().setListValue(list).build();
      }
      case STRING_VALUE, NUMBER_VALUE, BOOL_VALUE, NULL_VALUE, KIND_NOT_SET -> value;
    };
  }

  /** Whether the value is marked as secret, whether or not the mark holds the value itself. */
  public static boolean isSecret(Value value) {
    return value.hasStructValue() && signature(value.getStructValue()).equals(SECRET);
  }

  /** Pulumi's mark of a value that is not known before the deployment. */
  public static Value unknown() {
    return Value.newBuilder().setStringValue(UNKNOWN).build();
  }

  /** Plain values on the wire. */
  public static Struct wire(Map<String, ?> plain) {
    Struct.Builder struct = Struct.newBuilder();
    plain.forEach((name, value) -> struct.putFields(name, wire(value)));
    return struct.build();
  }

  /** The value without the mark of a secret or an output; unknown when the output is. */
  public static Value unwrapped(Value value) {
    if (value.getKindCase() != Value.KindCase.STRUCT_VALUE) {
      return value;
    }
    Struct struct = value.getStructValue();
    return switch (signature(struct)) {
      case SECRET, OUTPUT -> unwrapped(struct.getFieldsOrDefault("value", unknown()));
      default -> value;
    };
  }

  /**
   * Whether the value is an object of the program: neither an asset, an archive nor a reference.
   */
  public static boolean isObject(Value value) {
    return value.getKindCase() == Value.KindCase.STRUCT_VALUE
        && signature(value.getStructValue()).isEmpty();
  }

  /**
   * The hash of a file's content, by which Pulumi compares assets and archives; empty for other
   * values.
   */
  public static String contentHash(Value value) {
    return value.getKindCase() == Value.KindCase.STRUCT_VALUE && !isObject(value)
        ? value
            .getStructValue()
            .getFieldsOrDefault("hash", Value.getDefaultInstance())
            .getStringValue()
        : "";
  }

  public static boolean isAbsent(Value value) {
    return value.getKindCase() == Value.KindCase.NULL_VALUE
        || value.getKindCase() == Value.KindCase.KIND_NOT_SET;
  }

  private static Object plain(Value value) {
    return switch (value.getKindCase()) {
      case STRING_VALUE -> known(value.getStringValue());
      case NUMBER_VALUE -> value.getNumberValue();
      case BOOL_VALUE -> value.getBoolValue();
      case LIST_VALUE -> {
        List<Object> list = new ArrayList<>();
        for (Value element : value.getListValue().getValuesList()) {
          if (!isAbsent(element)) {
            list.add(plain(element));
          }
        }
        yield list;
      }
      case STRUCT_VALUE -> plainStruct(value.getStructValue());
      case NULL_VALUE, KIND_NOT_SET -> throw new IllegalArgumentException("unexpected null value");
    };
  }

  private static String known(String text) {
    if (text.equals(UNKNOWN)) {
      throw new IllegalArgumentException("unexpected unknown value");
    }
    return text;
  }

  private static Object plainStruct(Struct struct) {
    return switch (signature(struct)) {
      case "" -> plain(struct);
      case SECRET, OUTPUT -> {
        Value inner = struct.getFieldsMap().get("value");
        if (inner == null) {
          throw new IllegalArgumentException("unexpected unknown value");
        }
        yield plain(inner);
      }
      case ASSET -> asset(struct);
      case ARCHIVE -> new Archive(Path.of(text(struct, "path", "an archive other than a file")));
      case RESOURCE -> text(struct, "urn", "a resource reference without a URN");
      default ->
          throw new IllegalArgumentException(
              "not supported: a value with the signature " + signature(struct));
    };
  }

  private static Object asset(Struct struct) {
    if (struct.containsFields("text")
        && !struct.getFieldsOrThrow("text").getStringValue().isEmpty()) {
      return new Asset.Text(struct.getFieldsOrThrow("text").getStringValue());
    }
    return new Asset.File(Path.of(text(struct, "path", "an asset other than a text or a file")));
  }

  private static String text(Struct struct, String field, String otherwise) {
    Value value = struct.getFieldsMap().get(field);
    if (value == null || value.getStringValue().isEmpty()) {
      throw new IllegalArgumentException("not supported: " + otherwise);
    }
    return value.getStringValue();
  }

  private static Value answer(Value value) {
    if (value.getKindCase() == Value.KindCase.LIST_VALUE) {
      ListValue.Builder list = ListValue.newBuilder();
      value.getListValue().getValuesList().forEach(element -> list.addValues(answer(element)));
      return Value.newBuilder().setListValue(list).build();
    }
    if (value.getKindCase() != Value.KindCase.STRUCT_VALUE) {
      return value;
    }
    Struct struct = value.getStructValue();
    if (!signature(struct).equals(OUTPUT)) {
      return Value.newBuilder().setStructValue(answer(struct)).build();
    }
    Value inner = answer(struct.getFieldsOrThrow("value"));
    boolean secret =
        struct.containsFields("secret") && struct.getFieldsOrThrow("secret").getBoolValue();
    return secret ? secret(inner) : inner;
  }

  /** The value, marked as secret. */
  public static Value secret(Value value) {
    return Value.newBuilder()
        .setStructValue(
            Struct.newBuilder()
                .putFields(SIGNATURE, Value.newBuilder().setStringValue(SECRET).build())
                .putFields("value", value))
        .build();
  }

  private static String signature(Struct struct) {
    Value signature = struct.getFieldsMap().get(SIGNATURE);
    return signature == null ? "" : signature.getStringValue();
  }

  private static Value wire(Object plain) {
    Value.Builder value = Value.newBuilder();
    switch (plain) {
      case null -> value.setNullValue(NullValue.NULL_VALUE);
      case String text -> value.setStringValue(text);
      case Boolean bool -> value.setBoolValue(bool);
      case Number number -> value.setNumberValue(number.doubleValue());
      case List<?> list -> {
        ListValue.Builder elements = ListValue.newBuilder();
        list.forEach(element -> elements.addValues(wire(element)));
        value.setListValue(elements);
      }
      case Map<?, ?> map -> {
        Struct.Builder struct = Struct.newBuilder();
        map.forEach((name, element) -> struct.putFields((String) name, wire(element)));
        value.setStructValue(struct);
      }
      default ->
          throw new IllegalArgumentException("no wire form for a " + plain.getClass().getName());
    }
    return value.build();
  }
}
