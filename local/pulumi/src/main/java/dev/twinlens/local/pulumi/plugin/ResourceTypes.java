package dev.twinlens.local.pulumi.plugin;

/** The types of resources that a provider has. */
@FunctionalInterface
public interface ResourceTypes {
  /**
   * What the provider knows of a type.
   *
   * @throws dev.twinlens.local.pulumi.UnsupportedException when the provider does not implement the
   *     type
   */
  ResourceType type(String token);
}
