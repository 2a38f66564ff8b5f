package dev.twinlens.infra.graph;

/**
 * Pulumi's names of resources: {@code urn:pulumi:STACK::PROJECT::PARENT_TYPES$TYPE::NAME}.
 *
 * @see <a href="https://www.pulumi.com/docs/iac/concepts/resources/names/#urns">URNs</a>
 */
final class Urns {
  private static final String STACK = "pulumi:pulumi:Stack";

  private Urns() {}

  /**
   * The URN that Pulumi's engine gives a resource.
   *
   * @param parent the URN of its parent, or empty
   */
  static String of(String stack, String project, String parent, String type, String name) {
    var ancestors = parent.isEmpty() ? "" : qualifiedType(parent);
    var qualified = ancestors.isEmpty() || ancestors.equals(STACK) ? type : ancestors + "$" + type;
    return "urn:pulumi:%s::%s::%s::%s".formatted(stack, project, qualified, name);
  }

  /** Without the stack among the ancestors' types, where the SDK's mock engine has it. */
  static String asByEngine(String urn) {
    return urn.replace("::" + STACK + "$", "::");
  }

  private static String qualifiedType(String urn) {
    return urn.split("::", 4)[2];
  }

  static String type(String urn) {
    var qualified = qualifiedType(urn);
    return qualified.substring(qualified.lastIndexOf('$') + 1);
  }

  /** The name in a URN; empty for no URN. */
  static String name(String urn) {
    return urn.isEmpty() ? "" : urn.split("::", 4)[3];
  }
}
