package dev.twinlens.local.preview;

/** What a deployment does to a resource, with Pulumi's sign of it. */
public enum Action {
  CREATE("+", "create"),
  UPDATE("~", "update"),
  REPLACE("+-", "replace"),
  DELETE("-", "delete"),
  SAME(" ", "");

  private final String sign;
  private final String label;

  Action(String sign, String label) {
    this.sign = sign;
    this.label = label;
  }

  String sign() {
    return sign;
  }

  String label() {
    return label;
  }
}
