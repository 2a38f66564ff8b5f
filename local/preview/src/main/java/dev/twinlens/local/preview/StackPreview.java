package dev.twinlens.local.preview;

import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.pulumi.EngineListener;
import dev.twinlens.local.pulumi.PulumiEngine;
import dev.twinlens.local.pulumi.PulumiProgram;
import dev.twinlens.local.pulumi.ResourceRequest;
import dev.twinlens.local.pulumi.export.ContentHashes;
import dev.twinlens.local.pulumi.export.StackExport;
import dev.twinlens.local.pulumi.plugin.ResourceTypes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Plans the deployment of a stack.
 *
 * @param program the compiled program
 * @param region where the settings deploy to AWS
 * @param types which changes of which inputs replace a resource
 */
public record StackPreview(PulumiProgram program, String region, ResourceTypes types) {
  /**
   * Runs the program.
   *
   * @param deployed what exists
   * @throws DeploymentFailure when the program fails
   */
  public Plan plan(PulumiProgram.Configuration configuration, StackExport deployed)
      throws InterruptedException {
    Planner planner =
        new Planner(
            deployed,
            types,
            new ContentHashes(program.workingDirectory()),
            PlannedCalls.of(deployed, region));
    Errors errors = new Errors();
    try (PulumiEngine engine =
        PulumiEngine.start(configuration.project(), configuration.stack(), planner, errors)) {
      int exitCode = program.preview(engine.address(), configuration);
      engine
          .failure()
          .ifPresent(
              failure -> {
                throw failure;
              });
      if (exitCode != 0) {
        throw new DeploymentFailure(
            "the Pulumi program ended with code %d: %s"
                .formatted(
                    exitCode, errors.texts.stream().findFirst().orElse("see " + program.log())));
      }
    }
    return planner.plan(configuration.stack());
  }

  /** Keeps the program's errors. */
  private static final class Errors implements EngineListener {
    private final List<String> texts = new CopyOnWriteArrayList<>();

    @Override
    public void provisioned(ResourceRequest request) {
      throw new IllegalStateException("a preview provisions nothing");
    }

    @Override
    public void message(Severity severity, String text) {
      if (severity == Severity.ERROR) {
        texts.add(text.strip());
      }
    }
  }
}
