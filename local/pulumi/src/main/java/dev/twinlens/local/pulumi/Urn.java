package dev.twinlens.local.pulumi;

/** Builds URNs as Pulumi's engine does: the types of all parents but the stack, then the name. */
final class Urn {
  private static final String STACK_TYPE = "pulumi:pulumi:Stack";

  private Urn() {}

  static String of(String stack, String project, String parent, String type, String name) {
    String parentTypes = parent.isEmpty() ? "" : types(parent);
    String types =
        parentTypes.isEmpty() || parentTypes.equals(STACK_TYPE) ? type : parentTypes + "$" + type;
    return "urn:pulumi:" + stack + "::" + project + "::" + types + "::" + name;
  }

  static boolean isStack(String urn) {
    return types(urn).equals(STACK_TYPE);
  }

  private static String types(String urn) {
    return urn.split("::", 4)[2];
  }
}
