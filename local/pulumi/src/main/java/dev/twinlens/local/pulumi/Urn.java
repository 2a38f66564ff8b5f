package dev.twinlens.local.pulumi;

/**
 * A resource's unique name, {@code urn:pulumi:STACK::PROJECT::TYPES::NAME}, as Pulumi's engine
 * builds it.
 *
 * @param types the types of all ancestors but the stack, then the resource's own, joined by {@code
 *     $}
 */
record Urn(String stack, String project, String types, String name) {
  private static final String PREFIX = "urn:pulumi:";
  private static final String STACK_TYPE = "pulumi:pulumi:Stack";

  /**
   * @throws IllegalArgumentException when the text is not a URN
   */
  static Urn parse(String urn) {
    String[] parts = urn.split("::", 4);
    if (!urn.startsWith(PREFIX) || parts.length < 4) {
      throw new IllegalArgumentException("invalid URN: " + urn);
    }
    return new Urn(parts[0].substring(PREFIX.length()), parts[1], parts[2], parts[3]);
  }

  boolean isStack() {
    return types.equals(STACK_TYPE);
  }

  /** The resource's own type. */
  String type() {
    return types.substring(types.lastIndexOf('$') + 1);
  }

  /** The types of a resource of this type whose parent this is. */
  String typesBelow(String type) {
    return isStack() ? type : types + "$" + type;
  }

  @Override
  public String toString() {
    return PREFIX + stack + "::" + project + "::" + types + "::" + name;
  }
}
