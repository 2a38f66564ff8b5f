package dev.twinlens.local.pulumi.plugin;

import com.google.protobuf.Struct;
import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.pulumi.Provider;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The resources that engines have created, on a provider that forgets them when it ends. */
final class PluginResources {
  private final Provider provider;
  private final ResourceFile file;

  PluginResources(Provider provider, ResourceFile file) {
    this.provider = provider;
    this.file = file;
  }

  /**
   * Provisions everything that existed when the provider ended.
   *
   * @throws DeploymentFailure when one resource cannot be provisioned
   */
  void restore() {
    List<StoredResource> waiting = file.all();
    while (!waiting.isEmpty()) {
      List<StoredResource> failed = new ArrayList<>();
      Optional<RuntimeException> failure = Optional.empty();
      for (StoredResource resource : waiting) {
        try {
          provision(resource.request(), resource.inputs());
        } catch (RuntimeException e) {
          // An update may have made it depend on a younger resource: it is tried after the others.
          failed.add(resource);
          failure = Optional.of(e);
        }
      }
      if (failed.size() == waiting.size()) {
        throw new DeploymentFailure(
            "%s could not be restored: %s"
                .formatted(failed.get(0), failure.map(RuntimeException::getMessage).orElseThrow()));
      }
      waiting = failed;
    }
  }

  StoredResource create(String urn, String type, String name, Struct inputs) {
    String key = urn + "@" + UUID.randomUUID();
    return provision(StoredResource.request(key, type, name, inputs), inputs);
  }

  StoredResource update(String type, String id, Struct inputs) {
    StoredResource existing = existing(type, id);
    StoredResource updated = provision(existing.request(inputs), inputs);
    if (!updated.id().equals(id)) {
      throw new IllegalStateException(
          "%s became %s: its inputs replace the resource".formatted(id, updated.id()));
    }
    return updated;
  }

  /** Does nothing when it does not exist: what an engine wants is true. */
  void delete(String type, String id) {
    file.get(type, id)
        .ifPresent(
            resource -> {
              provider.delete(resource.key(), type, id);
              file.remove(resource);
            });
  }

  Optional<StoredResource> read(String type, String id) {
    return file.get(type, id);
  }

  private StoredResource existing(String type, String id) {
    return file.get(type, id)
        .orElseThrow(() -> new IllegalStateException("%s %s does not exist".formatted(type, id)));
  }

  private StoredResource provision(ResourceRequest request, Struct inputs) {
    Provisioned provisioned = provider.provision(request);
    StoredResource resource = StoredResource.of(request, inputs, provisioned);
    file.put(resource);
    return resource;
  }
}
