package dev.twinlens.local.pulumi.export;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.twinlens.local.pulumi.Registration;
import dev.twinlens.local.pulumi.ResourceHandler;
import dev.twinlens.local.pulumi.ResourceState;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Keeps what is deployed, with digests in place of secrets. */
public final class ExportRecorder implements ResourceHandler {
  private final ResourceHandler deploying;
  private final ContentHashes hashes;
  private final SecretDigests digests = new SecretDigests(UUID.randomUUID().toString());
  private final ConcurrentLinkedQueue<ExportedResource> resources = new ConcurrentLinkedQueue<>();

  /**
   * @param deploying deploys the resources
   */
  public ExportRecorder(ResourceHandler deploying, ContentHashes hashes) {
    this.deploying = deploying;
    this.hashes = hashes;
  }

  /** What has been deployed so far. */
  public StackExport export() {
    return StackExport.of(List.copyOf(resources), digests);
  }

  @Override
  public ResourceState handle(Registration registration) {
    ResourceState state = deploying.handle(registration);
    resources.add(new ExportedResource(fields(registration, state)));
    return state;
  }

  @Override
  public Struct invoke(String token, Struct arguments) {
    return deploying.invoke(token, arguments);
  }

  private Struct fields(Registration registration, ResourceState state) {
    return Struct.newBuilder()
        .putFields("urn", text(registration.urn()))
        .putFields("custom", flag(registration.isCustom()))
        .putFields("id", text(state.id()))
        .putFields("type", text(registration.type()))
        .putFields("inputs", value(recorded(registration.inputs())))
        .putFields("outputs", value(recorded(state.outputs())))
        .putFields("parent", text(registration.parent()))
        .putFields("protect", flag(registration.isProtected()))
        .putFields("retainOnDelete", flag(registration.request().getRetainOnDelete()))
        .putFields("dependencies", list(registration.request().getDependenciesList()))
        .putFields("propertyDependencies", value(dependencies(registration)))
        .build();
  }

  private Struct recorded(Struct values) {
    return digests.replaceIn(hashes.addTo(values));
  }

  private static Struct dependencies(Registration registration) {
    Struct.Builder dependencies = Struct.newBuilder();
    for (Map.Entry<String, List<String>> input : registration.propertyDependencies().entrySet()) {
      dependencies.putFields(input.getKey(), list(input.getValue()));
    }
    return dependencies.build();
  }

  private static Value list(List<String> texts) {
    ListValue.Builder list = ListValue.newBuilder();
    texts.forEach(element -> list.addValues(text(element)));
    return Value.newBuilder().setListValue(list).build();
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  private static Value flag(boolean flag) {
    return Value.newBuilder().setBoolValue(flag).build();
  }

  private static Value value(Struct struct) {
    return Value.newBuilder().setStructValue(struct).build();
  }
}
