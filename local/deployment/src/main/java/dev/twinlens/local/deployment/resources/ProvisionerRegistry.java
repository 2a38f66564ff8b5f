package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.pulumi.Inputs;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The resource types and the functions that are implemented, and by what. */
final class ProvisionerRegistry {
  /**
   * How a type is handled.
   *
   * @param provisioner creates or updates
   * @param remover removes the resource with this id, and its data
   * @param holdsData whether people's data is in it
   */
  record Entry(Provisioner provisioner, Consumer<String> remover, boolean holdsData) {}

  private final Map<String, Entry> types = new LinkedHashMap<>();
  private final Map<String, Function<Inputs, Map<String, Object>>> functions =
      new LinkedHashMap<>();

  /** A type that leaves nothing behind that a later start would find. */
  ProvisionerRegistry type(String token, Provisioner provisioner) {
    return type(token, provisioner, id -> {});
  }

  ProvisionerRegistry type(String token, Provisioner provisioner, Consumer<String> remover) {
    return put(token, new Entry(provisioner, remover, /* holdsData= */ false));
  }

  /** A type whose resources hold people's data. */
  ProvisionerRegistry dataType(String token, Provisioner provisioner, Consumer<String> remover) {
    return put(token, new Entry(provisioner, remover, /* holdsData= */ true));
  }

  private ProvisionerRegistry put(String token, Entry entry) {
    if (types.put(token, entry) != null) {
      throw new IllegalStateException("two provisioners for " + token);
    }
    return this;
  }

  ProvisionerRegistry function(String token, Function<Inputs, Map<String, Object>> function) {
    functions.put(token, function);
    return this;
  }

  Optional<Entry> type(String token) {
    return Optional.ofNullable(types.get(token));
  }

  Optional<Function<Inputs, Map<String, Object>>> function(String token) {
    return Optional.ofNullable(functions.get(token));
  }
}
