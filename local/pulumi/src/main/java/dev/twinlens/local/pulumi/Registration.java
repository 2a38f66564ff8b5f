package dev.twinlens.local.pulumi;

import com.google.protobuf.Struct;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pulumirpc.Resource.RegisterResourceRequest;

/**
 * A resource or component as the program registered it.
 *
 * @param urn Pulumi's unique name
 * @param formerUrns the URNs that it may have had before, the likeliest first
 * @param isProtected whether it, or a component that it belongs to, is protected
 * @param request what the program sent
 */
public record Registration(
    String urn, List<String> formerUrns, boolean isProtected, RegisterResourceRequest request) {
  public Registration {
    formerUrns = List.copyOf(formerUrns);
  }

  /** The type token, such as {@code aws:sqs/queue:Queue}. */
  public String type() {
    return request.getType();
  }

  /** The logical name. */
  public String name() {
    return request.getName();
  }

  /** Whether a provider makes it; otherwise it is a component. */
  public boolean isCustom() {
    return request.getCustom();
  }

  /** The URN of the component that it belongs to; empty for the stack. */
  public String parent() {
    return request.getParent();
  }

  /** With secrets marked. */
  public Struct inputs() {
    return PropertyValues.answer(request.getObject());
  }

  /** The URNs of the resources that each input was computed from. */
  public Map<String, List<String>> propertyDependencies() {
    Map<String, List<String>> dependencies = new LinkedHashMap<>();
    request
        .getPropertyDependenciesMap()
        .forEach((input, urns) -> dependencies.put(input, List.copyOf(urns.getUrnsList())));
    return dependencies;
  }

  /** Leaves the inputs out: they may hold secrets. */
  @Override
  public String toString() {
    return "%s \"%s\"".formatted(type(), name());
  }
}
