package dev.twinlens.local.pulumi;

/**
 * One custom resource as the program registered it.
 *
 * @param urn Pulumi's unique name, {@code urn:pulumi:<stack>::<project>::<types>::<name>}
 * @param type the type token, such as {@code aws:sqs/queue:Queue}
 * @param name the logical name, unique per type and parent
 * @param inputs plain values, secrets in the clear
 */
public record ResourceRequest(String urn, String type, String name, Inputs inputs) {
  /** Leaves the inputs out: they may hold secrets. */
  @Override
  public String toString() {
    return type + " " + name;
  }
}
