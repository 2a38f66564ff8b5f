package dev.twinlens.local.pulumi;

import java.util.List;

/**
 * One custom resource as the program registered it.
 *
 * @param urn Pulumi's unique name, {@code urn:pulumi:<stack>::<project>::<types>::<name>}
 * @param aliases the URNs that it may have had before, the likeliest first
 * @param type the type token, such as {@code aws:sqs/queue:Queue}
 * @param name the logical name, unique per type and parent
 * @param inputs secrets are in the clear
 */
public record ResourceRequest(
    String urn, List<String> aliases, String type, String name, Inputs inputs) {
  public ResourceRequest {
    aliases = List.copyOf(aliases);
  }

  /** The same request with other inputs. */
  public ResourceRequest with(Inputs others) {
    return new ResourceRequest(urn, aliases, type, name, others);
  }

  /** Leaves the inputs out: they may hold secrets. */
  @Override
  public String toString() {
    return "%s \"%s\"".formatted(type, name);
  }
}
