package dev.twinlens.local.pulumi.export;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.pulumi.Registration;
import dev.twinlens.local.support.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** What {@code pulumi stack export} prints, as far as a plan needs it. */
public final class StackExport {
  private static final int VERSION = 3;

  private final Map<String, ExportedResource> resources = new LinkedHashMap<>();
  private final SecretDigests digests;

  private StackExport(List<ExportedResource> resources, SecretDigests digests) {
    resources.forEach(resource -> this.resources.put(resource.urn(), resource));
    this.digests = digests;
  }

  /** An export of a stack that has not been deployed. */
  public static StackExport empty() {
    return new StackExport(List.of(), new SecretDigests(UUID.randomUUID().toString()));
  }

  /** An export of these resources; their secrets are digests of these. */
  static StackExport of(List<ExportedResource> resources, SecretDigests digests) {
    return new StackExport(resources, digests);
  }

  /**
   * Reads an export.
   *
   * @throws DeploymentFailure when there is none in the file
   */
  public static StackExport read(Path file) {
    Struct.Builder content = Struct.newBuilder();
    try {
      JsonFormat.parser().merge(Files.readString(file), content);
    } catch (InvalidProtocolBufferException e) {
      throw notAnExport(file);
    } catch (NoSuchFileException e) {
      throw new DeploymentFailure("there is no file " + file, e);
    } catch (IOException e) {
      throw new DeploymentFailure("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
    Struct deployment =
        content.getFieldsOrDefault("deployment", Value.getDefaultInstance()).getStructValue();
    if (content.getFieldsOrDefault("version", Value.getDefaultInstance()).getNumberValue()
            != VERSION
        || deployment.getFieldsCount() == 0) {
      throw notAnExport(file);
    }
    return new StackExport(
        deployment
            .getFieldsOrDefault("resources", Value.getDefaultInstance())
            .getListValue()
            .getValuesList()
            .stream()
            .map(value -> new ExportedResource(value.getStructValue()))
            .filter(resource -> !resource.isPendingDeletion())
            .toList(),
        new SecretDigests(
            deployment.getFieldsOrDefault("salt", Value.getDefaultInstance()).getStringValue()));
  }

  private static DeploymentFailure notAnExport(Path file) {
    return new DeploymentFailure(
        "%s is not a stack export. Write one with pulumi stack export --file FILE".formatted(file));
  }

  /** Writes the export, readable by its owner alone. */
  public void write(Path file) {
    ListValue.Builder list = ListValue.newBuilder();
    resources.values().forEach(resource -> list.addValues(value(resource.fields())));
    Struct deployment =
        Struct.newBuilder()
            .putFields("salt", Value.newBuilder().setStringValue(digests.salt()).build())
            .putFields("resources", Value.newBuilder().setListValue(list).build())
            .build();
    Struct content =
        Struct.newBuilder()
            .putFields("version", Value.newBuilder().setNumberValue(VERSION).build())
            .putFields("deployment", value(deployment))
            .build();
    try {
      AtomicFiles.write(file, JsonFormat.printer().print(content));
    } catch (IOException e) {
      throw new DeploymentFailure("cannot write %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** The resource that a registration is about: the one with its URN, or with a former one. */
  public Optional<ExportedResource> find(Registration registration) {
    return Stream.concat(Stream.of(registration.urn()), registration.formerUrns().stream())
        .filter(resources::containsKey)
        .findFirst()
        .map(resources::get);
  }

  public List<ExportedResource> resources() {
    return List.copyOf(resources.values());
  }

  /** How the secrets are kept. */
  public SecretDigests digests() {
    return digests;
  }

  private static Value value(Struct struct) {
    return Value.newBuilder().setStructValue(struct).build();
  }
}
