package dev.twinlens.local.pulumi.export;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;

/**
 * One resource of an export.
 *
 * @param fields as the export has them
 */
public record ExportedResource(Struct fields) {
  public String urn() {
    return text("urn");
  }

  public String type() {
    return text("type");
  }

  public String id() {
    return text("id");
  }

  public String parent() {
    return text("parent");
  }

  /** The logical name. */
  public String name() {
    return urn().substring(urn().lastIndexOf("::") + 2);
  }

  public boolean isCustom() {
    return flag("custom");
  }

  public boolean isProtected() {
    return flag("protect");
  }

  /** Whether a deletion leaves it in the cloud. */
  public boolean isRetained() {
    return flag("retainOnDelete");
  }

  /** Whether it has been replaced, and its deletion failed. */
  boolean isPendingDeletion() {
    return flag("delete");
  }

  public Struct inputs() {
    return struct("inputs");
  }

  /** With the inputs among them. */
  public Struct outputs() {
    return struct("outputs");
  }

  private String text(String name) {
    return field(name).getStringValue();
  }

  private boolean flag(String name) {
    return field(name).getBoolValue();
  }

  private Struct struct(String name) {
    return field(name).getStructValue();
  }

  private Value field(String name) {
    return fields.getFieldsOrDefault(name, Value.getDefaultInstance());
  }

  @Override
  public String toString() {
    return urn();
  }
}
