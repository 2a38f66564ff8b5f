package dev.twinlens.local.pulumi.plugin;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.PropertyValues;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import java.util.List;

/**
 * A resource that exists.
 *
 * @param key names it towards the provider. A URN would not do: while a resource is replaced, two
 *     have the same, and an alias changes it
 * @param inputs as {@code Check} returned them, with secrets marked
 * @param computed the outputs that the provider computed
 */
record StoredResource(
    String key, String type, String name, String id, Struct inputs, Struct computed) {
  static StoredResource of(ResourceRequest request, Struct inputs, Provisioned provisioned) {
    return new StoredResource(
        request.urn(),
        request.type(),
        request.name(),
        provisioned.id(),
        inputs,
        PropertyValues.wire(provisioned.outputs()));
  }

  ResourceRequest request() {
    return request(inputs);
  }

  ResourceRequest request(Struct others) {
    return request(key, type, name, others);
  }

  static ResourceRequest request(String key, String type, String name, Struct inputs) {
    return new ResourceRequest(
        key,
        List.of(),
        type,
        name,
        Inputs.of(PropertyValues.plain(CheckedInputs.withoutNotes(inputs))));
  }

  /** The state that an engine keeps. */
  Struct outputs() {
    return inputs.toBuilder().putAllFields(computed.getFieldsMap()).build();
  }

  Struct toStruct() {
    return Struct.newBuilder()
        .putFields("key", text(key))
        .putFields("type", text(type))
        .putFields("name", text(name))
        .putFields("id", text(id))
        .putFields("inputs", Value.newBuilder().setStructValue(inputs).build())
        .putFields("computed", Value.newBuilder().setStructValue(computed).build())
        .build();
  }

  static StoredResource from(Struct struct) {
    return new StoredResource(
        struct.getFieldsOrThrow("key").getStringValue(),
        struct.getFieldsOrThrow("type").getStringValue(),
        struct.getFieldsOrThrow("name").getStringValue(),
        struct.getFieldsOrThrow("id").getStringValue(),
        struct.getFieldsOrThrow("inputs").getStructValue(),
        struct.getFieldsOrThrow("computed").getStructValue());
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  /** Leaves the inputs out: they may hold secrets. */
  @Override
  public String toString() {
    return "%s \"%s\"".formatted(type, name);
  }
}
