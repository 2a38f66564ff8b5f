package dev.twinlens.local.pulumi.plugin;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.Optional;

/**
 * A resource's inputs after the plugin protocol's {@code Check}: as the program set them, with a
 * generated name. As in Pulumi's own providers, a list under a reserved key says which inputs were
 * generated.
 */
final class CheckedInputs {
  private static final String GENERATED = "__defaults";

  private CheckedInputs() {}

  /**
   * @param former the inputs of the existing resource, whose generated name stays; empty for a new
   *     resource
   */
  static Struct of(
      Struct inputs, Struct former, Optional<GeneratedName> name, String logicalName, byte[] seed) {
    if (name.isEmpty() || inputs.containsFields(name.get().input())) {
      return inputs;
    }
    String input = name.get().input();
    Value value =
        isGenerated(former, input)
            ? former.getFieldsOrThrow(input)
            : text(name.get().of(logicalName, seed));
    return inputs.toBuilder()
        .putFields(input, value)
        .putFields(
            GENERATED,
            Value.newBuilder().setListValue(ListValue.newBuilder().addValues(text(input))).build())
        .build();
  }

  static boolean isGenerated(Struct checked, String input) {
    return checked.containsFields(input)
        && checked
            .getFieldsOrDefault(GENERATED, Value.getDefaultInstance())
            .getListValue()
            .getValuesList()
            .contains(text(input));
  }

  /** The inputs themselves. */
  static Struct withoutNotes(Struct checked) {
    return checked.toBuilder().removeFields(GENERATED).build();
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }
}
