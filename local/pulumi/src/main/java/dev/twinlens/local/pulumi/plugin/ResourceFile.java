package dev.twinlens.local.pulumi.plugin;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.support.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What exists, in the order of creation, kept in a file that its owner alone can read: it holds
 * secrets.
 */
final class ResourceFile {
  private record Identity(String type, String id) {}

  private final Path file;
  private final Map<Identity, StoredResource> resources = new LinkedHashMap<>();

  private ResourceFile(Path file) {
    this.file = file;
  }

  /**
   * Reads the file, or begins without one.
   *
   * @throws DeploymentFailure when it cannot be read
   */
  static ResourceFile open(Path file) {
    ResourceFile opened = new ResourceFile(file);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      if (Files.exists(file)) {
        ListValue.Builder list = ListValue.newBuilder();
        JsonFormat.parser().merge(Files.readString(file), list);
        list.getValuesList().stream()
            .map(value -> StoredResource.from(value.getStructValue()))
            .forEach(opened::add);
      }
      return opened;
    } catch (IOException e) {
      throw new DeploymentFailure("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  synchronized List<StoredResource> all() {
    return List.copyOf(resources.values());
  }

  synchronized Optional<StoredResource> get(String type, String id) {
    return Optional.ofNullable(resources.get(new Identity(type, id)));
  }

  synchronized void put(StoredResource resource) {
    add(resource);
    save();
  }

  /**
   * Removes a resource, and what lies within it by its identifier: a program may let a cloud delete
   * that together with its owner. Azure's identifiers are paths.
   */
  synchronized void remove(StoredResource resource) {
    resources.remove(new Identity(resource.type(), resource.id()));
    if (resource.id().startsWith("/")) {
      resources.keySet().removeIf(other -> other.id().startsWith(resource.id() + "/"));
    }
    save();
  }

  private void add(StoredResource resource) {
    resources.put(new Identity(resource.type(), resource.id()), resource);
  }

  private void save() {
    ListValue.Builder list = ListValue.newBuilder();
    resources
        .values()
        .forEach(
            resource ->
                list.addValues(Value.newBuilder().setStructValue(resource.toStruct()).build()));
    try {
      AtomicFiles.write(file, JsonFormat.printer().omittingInsignificantWhitespace().print(list));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new DeploymentFailure("cannot write %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
