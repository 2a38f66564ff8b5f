package dev.twinlens.local.pulumi;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The resources that a program has registered, by their URNs; components are among them. */
public final class Registrations {
  private final Map<String, Struct> byUrn = new TreeMap<>();

  /**
   * Adds a resource.
   *
   * @param inputs with secrets marked
   * @throws DeploymentFailure when another one has the URN
   */
  synchronized void add(String urn, String parent, Struct inputs) {
    Struct resource =
        Struct.newBuilder()
            .putFields("urn", text(urn))
            .putFields("parent", text(parent))
            .putFields("inputs", Value.newBuilder().setStructValue(inputs).build())
            .build();
    if (byUrn.putIfAbsent(urn, PropertyValues.withoutSecrets(resource)) != null) {
      throw new DeploymentFailure("two resources have the same URN: " + urn);
    }
  }

  public synchronized Set<String> urns() {
    return Set.copyOf(byUrn.keySet());
  }

  /**
   * An array of objects with {@code urn}, {@code parent} and {@code inputs}, in the order of the
   * URNs. The inputs are in the form of Pulumi's checkpoint, but secrets have no value.
   */
  public synchronized String toJson() {
    ListValue.Builder list = ListValue.newBuilder();
    byUrn
        .values()
        .forEach(resource -> list.addValues(Value.newBuilder().setStructValue(resource).build()));
    try {
      return JsonFormat.printer().print(list);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }
}
