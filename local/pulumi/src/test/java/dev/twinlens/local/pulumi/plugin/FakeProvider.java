package dev.twinlens.local.pulumi.plugin;

import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.Provider;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps resources in memory: an id is the input {@code name}, {@code on} must exist before. */
final class FakeProvider implements Provider {
  static final String TYPE = "demo:index:Thing";

  /** What exists: the input {@code size} by id. */
  final Map<String, Double> things = new LinkedHashMap<>();

  final List<String> calls = new ArrayList<>();

  @Override
  public Provisioned provision(ResourceRequest request) {
    String id = request.inputs().string("name");
    request
        .inputs()
        .optionalString("on")
        .filter(other -> !things.containsKey(other))
        .ifPresent(
            other -> {
              throw new IllegalArgumentException(other + " does not exist");
            });
    calls.add("provision " + id);
    things.put(id, (double) request.inputs().integer("size"));
    return new Provisioned(id, Map.of("arn", "arn:" + id));
  }

  @Override
  public void delete(String urn, String type, String id) {
    calls.add("delete " + id);
    things.remove(id);
  }

  @Override
  public Map<String, Object> invoke(String token, Inputs arguments) {
    return Map.of("echo", arguments.string("text"));
  }
}
