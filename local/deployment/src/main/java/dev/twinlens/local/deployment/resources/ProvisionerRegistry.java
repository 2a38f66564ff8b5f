package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.pulumi.Inputs;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Which type of resource, and which look-up, is served by what. */
final class ProvisionerRegistry {
  /**
   * How a type is handled.
   *
   * @param provisioner creates or updates
   * @param remover takes away the resource with this id when the program no longer declares it;
   *     empty when the resource holds data and stays
   */
  record Entry(Provisioner provisioner, Optional<Consumer<String>> remover) {}

  private final Map<String, Entry> types = new LinkedHashMap<>();
  private final Map<String, Function<Inputs, Map<String, Object>>> functions =
      new LinkedHashMap<>();

  /** A type that leaves nothing behind that a later start would find. */
  ProvisionerRegistry type(String token, Provisioner provisioner) {
    return type(token, provisioner, id -> {});
  }

  ProvisionerRegistry type(String token, Provisioner provisioner, Consumer<String> remover) {
    return put(token, new Entry(provisioner, Optional.of(remover)));
  }

  /** A type whose resources hold what people entrusted to them: they stay, under their names. */
  ProvisionerRegistry dataType(String token, Provisioner provisioner) {
    return put(token, new Entry(provisioner, Optional.empty()));
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
