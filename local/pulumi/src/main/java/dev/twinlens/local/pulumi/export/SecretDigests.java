package dev.twinlens.local.pulumi.export;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.twinlens.local.pulumi.PropertyValues;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * Replaces secrets by digests, which tell whether a secret changes and not what it is.
 *
 * @param salt makes equal secrets of two deployments different
 */
public record SecretDigests(String salt) {
  /** The field of a secret that has its digest in place of its value. */
  static final String DIGEST = "digest";

  /** The same values, with a digest in place of each secret, and no content of a text. */
  Struct replaceIn(Struct values) {
    Struct.Builder replaced = Struct.newBuilder();
    values.getFieldsMap().forEach((name, value) -> replaced.putFields(name, replaceIn(value)));
    return replaced.build();
  }

  private Value replaceIn(Value value) {
    if (value.hasListValue()) {
      return list(value, this::replaceIn);
    }
    if (!value.hasStructValue()) {
      return value;
    }
    Struct struct = value.getStructValue();
    if (PropertyValues.isSecret(value) && struct.containsFields("value")) {
      return digested(struct.getFieldsOrThrow("value"));
    }
    Struct replaced =
        PropertyValues.contentHash(value).isEmpty()
            ? replaceIn(struct)
            : struct.toBuilder().removeFields("text").build();
    return Value.newBuilder().setStructValue(replaced).build();
  }

  /** Each value within a secret object or list has its own digest. */
  private Value digested(Value secret) {
    if (secret.hasListValue()) {
      return list(secret, this::digested);
    }
    if (PropertyValues.isObject(secret)) {
      Struct.Builder fields = Struct.newBuilder();
      secret
          .getStructValue()
          .getFieldsMap()
          .forEach((name, value) -> fields.putFields(name, digested(value)));
      return Value.newBuilder().setStructValue(fields).build();
    }
    Value inner = PropertyValues.unwrapped(secret);
    Struct mark = PropertyValues.secret(inner).getStructValue();
    return Value.newBuilder()
        .setStructValue(mark.toBuilder().removeFields("value").putFields(DIGEST, text(of(inner))))
        .build();
  }

  private static Value list(Value list, UnaryOperator<Value> operator) {
    ListValue.Builder replaced = ListValue.newBuilder();
    list.getListValue()
        .getValuesList()
        .forEach(element -> replaced.addValues(operator.apply(element)));
    return Value.newBuilder().setListValue(replaced).build();
  }

  /** The digest of a secret. */
  public String of(Value secret) {
    return ContentHashes.sha256((salt + secret).getBytes(StandardCharsets.UTF_8));
  }

  /** The digest in place of a secret; empty when it is encrypted, and for other values. */
  public static String digest(Value value) {
    return value.hasStructValue()
        ? value
            .getStructValue()
            .getFieldsOrDefault(DIGEST, Value.getDefaultInstance())
            .getStringValue()
        : "";
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }
}
