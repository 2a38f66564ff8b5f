package dev.twinlens.local.preview;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import dev.twinlens.local.pulumi.PropertyValues;
import dev.twinlens.local.pulumi.export.SecretDigests;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Brings the inputs of an export into the form in which a program sends them, as far as they mean
 * the same: a provider adds defaults and rewrites JSON, and secrets are encrypted or digests.
 */
final class AlignedInputs {
  /** A provider's list of the inputs that it added. */
  private static final String DEFAULTS = "__defaults";

  /** Part of the secrets that a provider's function would compute. */
  static final String SECRET_OF_FUNCTION = "secret-that-a-preview-does-not-ask-for";

  private final SecretDigests digests;
  private final List<String> notCompared = new ArrayList<>();

  AlignedInputs(SecretDigests digests) {
    this.digests = digests;
  }

  /** The paths of the secrets that cannot be compared; complete after {@link #align}. */
  List<String> notCompared() {
    return List.copyOf(notCompared);
  }

  /**
   * The former inputs: equal to the wanted ones where they mean the same, or cannot be compared.
   */
  Struct align(Struct former, Struct wanted) {
    return align("", former, wanted);
  }

  private Struct align(String prefix, Struct former, Struct wanted) {
    Set<String> defaults =
        former
            .getFieldsOrDefault(DEFAULTS, Value.getDefaultInstance())
            .getListValue()
            .getValuesList()
            .stream()
            .map(Value::getStringValue)
            .collect(Collectors.toSet());
    Struct.Builder aligned = Struct.newBuilder();
    former
        .getFieldsMap()
        .forEach(
            (name, value) -> {
              Value other = wanted.getFieldsOrDefault(name, Value.getDefaultInstance());
              if (!name.equals(DEFAULTS)
                  && !(defaults.contains(name) && PropertyValues.isAbsent(other))) {
                aligned.putFields(name, align(prefix + name, value, other));
              }
            });
    return aligned.build();
  }

  private Value align(String path, Value former, Value wrappedWanted) {
    Value wanted = PropertyValues.unwrapped(wrappedWanted);
    if (PropertyValues.isAbsent(wanted)) {
      return former;
    }
    if (PropertyValues.isSecret(former)) {
      return alignSecret(path, former, wanted);
    }
    if (former.hasListValue() && wanted.hasListValue()) {
      return alignElements(path, former.getListValue(), wanted.getListValue());
    }
    if (PropertyValues.isObject(former) && PropertyValues.isObject(wanted)) {
      return Value.newBuilder()
          .setStructValue(align(path + ".", former.getStructValue(), wanted.getStructValue()))
          .build();
    }
    return meansTheSame(former, wanted) ? wanted : former;
  }

  private Value alignElements(String path, ListValue former, ListValue wanted) {
    ListValue.Builder aligned = ListValue.newBuilder();
    for (int index = 0; index < former.getValuesCount(); index++) {
      Value other =
          index < wanted.getValuesCount() ? wanted.getValues(index) : Value.getDefaultInstance();
      aligned.addValues(align("%s[%d]".formatted(path, index), former.getValues(index), other));
    }
    return Value.newBuilder().setListValue(aligned).build();
  }

  private Value alignSecret(String path, Value former, Value wanted) {
    Struct mark = former.getStructValue();
    if (mark.containsFields("plaintext")) {
      return align(path, parsed(mark.getFieldsOrThrow("plaintext").getStringValue()), wanted);
    }
    String digest = SecretDigests.digest(former);
    if (digest.isEmpty() || isUnknownSecret(wanted)) {
      notCompared.add(path);
      return wanted;
    }
    return digest.equals(digests.of(wanted)) ? wanted : former;
  }

  private static boolean isUnknownSecret(Value wanted) {
    return wanted.equals(PropertyValues.unknown())
        || wanted.getStringValue().contains(SECRET_OF_FUNCTION);
  }

  private static boolean meansTheSame(Value former, Value wanted) {
    return scalar(former).equals(scalar(wanted))
        || (wanted.getStringValue().startsWith("{")
            && former.hasStringValue()
            && parsed(former.getStringValue()).equals(parsed(wanted.getStringValue())));
  }

  /** A number or a truth value may be a text at a provider. */
  private static Object scalar(Value value) {
    return switch (value.getKindCase()) {
      case BOOL_VALUE -> String.valueOf(value.getBoolValue());
      case NUMBER_VALUE ->
          value.getNumberValue() == Math.rint(value.getNumberValue())
              ? String.valueOf((long) value.getNumberValue())
              : String.valueOf(value.getNumberValue());
      case STRING_VALUE -> value.getStringValue();
      case STRUCT_VALUE, LIST_VALUE, NULL_VALUE, KIND_NOT_SET -> value;
    };
  }

  /** The JSON in a text, or the text itself. */
  private static Value parsed(String text) {
    try {
      Value.Builder value = Value.newBuilder();
      JsonFormat.parser().merge(text, value);
      return value.build();
    } catch (InvalidProtocolBufferException e) {
      return Value.newBuilder().setStringValue(text).build();
    }
  }
}
