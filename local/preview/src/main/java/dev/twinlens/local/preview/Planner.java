package dev.twinlens.local.preview;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.twinlens.local.pulumi.PropertyValues;
import dev.twinlens.local.pulumi.Registration;
import dev.twinlens.local.pulumi.ResourceHandler;
import dev.twinlens.local.pulumi.ResourceState;
import dev.twinlens.local.pulumi.UnsupportedException;
import dev.twinlens.local.pulumi.export.ContentHashes;
import dev.twinlens.local.pulumi.export.ExportedResource;
import dev.twinlens.local.pulumi.export.StackExport;
import dev.twinlens.local.pulumi.plugin.InputChanges;
import dev.twinlens.local.pulumi.plugin.ResourceType;
import dev.twinlens.local.pulumi.plugin.ResourceTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Compares what a program registers with what is deployed, and creates nothing. The program gets
 * the outputs of what is deployed; what would be created or replaced has unknown outputs.
 */
final class Planner implements ResourceHandler {
  private static final String PROVIDER = "pulumi:providers:";
  private static final String DEFAULT_PROVIDER = "::default";

  /** Inputs of a provider that Pulumi's engine adds, from the registration's own fields. */
  private static final Set<String> ADDED_TO_PROVIDERS =
      Set.of("__internal", "pluginDownloadURL", "version");

  /**
   * Outputs that the program reads. What the SDK finds here it takes for unknown and for computed
   * by this resource; an output that is missing it takes for unknown alone.
   */
  private static final List<String> COMPUTED =
      List.of(
          "apiEndpoint",
          "arn",
          "branchName",
          "bucket",
          "bucketDomainName",
          "bucketRegionalDomainName",
          "defaultDomain",
          "domainName",
          "executionArn",
          "invokeArn",
          "keyId",
          "name",
          "primaryEndpoints",
          "region",
          "url");

  private final StackExport deployed;
  private final ResourceTypes types;
  private final ContentHashes hashes;
  private final PlannedCalls calls;
  private final List<PlannedStep> steps = new ArrayList<>();
  private final List<Registration> registrations = new ArrayList<>();
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  Planner(StackExport deployed, ResourceTypes types, ContentHashes hashes, PlannedCalls calls) {
    this.deployed = deployed;
    this.types = types;
    this.hashes = hashes;
    this.calls = calls;
  }

  /** The plan, once the program has ended. */
  synchronized Plan plan(String stack) {
    List<PlannedStep> all = new ArrayList<>(steps);
    deployed.resources().stream()
        .filter(resource -> !known.contains(resource.urn()))
        .filter(resource -> !isDefaultProvider(resource))
        .map(Planner::deletion)
        .forEach(all::add);
    return new Plan(stack, all, registrations);
  }

  /** The engine makes one for each provider version, without the program. */
  private static boolean isDefaultProvider(ExportedResource resource) {
    return resource.type().startsWith(PROVIDER) && resource.urn().contains(DEFAULT_PROVIDER);
  }

  private static PlannedStep deletion(ExportedResource resource) {
    return new PlannedStep(
        Action.DELETE,
        resource.urn(),
        resource.type(),
        resource.parent(),
        resource.isProtected(),
        Differences.NONE);
  }

  @Override
  public ResourceState handle(Registration registration) {
    Optional<ExportedResource> former = deployed.find(registration);
    former.map(ExportedResource::urn).ifPresent(known::add);
    Differences differences =
        registration.isCustom()
            ? former.map(resource -> compare(resource, registration)).orElse(Differences.NONE)
            : Differences.NONE;
    Action action = action(former, differences);
    record(
        new PlannedStep(
            action,
            registration.urn(),
            registration.type(),
            registration.parent(),
            former.map(ExportedResource::isProtected).orElse(false),
            differences),
        registration);
    if (!registration.isCustom()) {
      return ResourceState.ofInputs(registration);
    }
    if (action == Action.CREATE || action == Action.REPLACE) {
      return new ResourceState("", withUnknownOutputs(registration.inputs()));
    }
    return former
        .map(
            resource ->
                new ResourceState(resource.id(), outputs(resource, registration, differences)))
        .orElseThrow();
  }

  @Override
  public Struct invoke(String token, Struct arguments) {
    return calls.call(token);
  }

  private synchronized void record(PlannedStep step, Registration registration) {
    steps.add(step);
    registrations.add(registration);
  }

  private static Action action(Optional<ExportedResource> former, Differences differences) {
    if (former.isEmpty()) {
      return Action.CREATE;
    }
    if (!differences.replacing().isEmpty()) {
      return Action.REPLACE;
    }
    return differences.changes().isEmpty() ? Action.SAME : Action.UPDATE;
  }

  private Differences compare(ExportedResource former, Registration registration) {
    Struct wanted = hashes.addTo(registration.inputs());
    AlignedInputs aligned = new AlignedInputs(deployed.digests());
    Map<String, InputChanges.Kind> changes =
        new LinkedHashMap<>(InputChanges.between(aligned.align(former.inputs(), wanted), wanted));
    if (registration.type().startsWith(PROVIDER)) {
      ADDED_TO_PROVIDERS.forEach(changes::remove);
    }
    List<String> ignored = registration.request().getIgnoreChangesList();
    changes.keySet().removeIf(path -> ignored.stream().anyMatch(path::startsWith));
    ResourceType type = type(registration.type());
    return new Differences(
        changes,
        changes.keySet().stream().filter(type::isReplacedBy).toList(),
        aligned.notCompared());
  }

  private ResourceType type(String token) {
    try {
      return types.type(token);
    } catch (UnsupportedException e) {
      return new ResourceType(Optional.empty(), List.of());
    }
  }

  private static Struct withUnknownOutputs(Struct inputs) {
    Struct.Builder outputs = Struct.newBuilder();
    COMPUTED.forEach(name -> outputs.putFields(name, PropertyValues.unknown()));
    return outputs.putAllFields(inputs.getFieldsMap()).build();
  }

  /**
   * An update changes no computed output. What the provider chose where the program says nothing,
   * such as a name, stays too; what the program says no longer is unknown.
   */
  private static Struct outputs(
      ExportedResource former, Registration registration, Differences differences) {
    Struct.Builder outputs = Struct.newBuilder();
    former
        .outputs()
        .getFieldsMap()
        .forEach(
            (name, value) -> {
              if (!differences.changes().containsKey(name)) {
                outputs.putFields(name, known(value));
              }
            });
    return outputs.putAllFields(registration.inputs().getFieldsMap()).build();
  }

  /** A secret of an export is encrypted or a digest: its value is not known. */
  private static Value known(Value output) {
    return PropertyValues.isSecret(output)
        ? PropertyValues.secret(PropertyValues.unknown())
        : output;
  }
}
