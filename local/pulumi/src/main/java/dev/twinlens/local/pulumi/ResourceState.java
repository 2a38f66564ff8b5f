package dev.twinlens.local.pulumi;

import com.google.protobuf.Struct;

/**
 * What a program learns of a resource that it registered.
 *
 * @param id empty for a component, and while it is not known
 * @param outputs with the inputs among them, in the form of the wire
 */
public record ResourceState(String id, Struct outputs) {
  /** A component, or a resource of which the inputs alone are known. */
  public static ResourceState ofInputs(Registration registration) {
    return new ResourceState("", registration.inputs());
  }

  /** Leaves the outputs out: they may hold secrets. */
  @Override
  public String toString() {
    return id;
  }
}
