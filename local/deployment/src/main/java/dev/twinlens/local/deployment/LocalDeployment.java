package dev.twinlens.local.deployment;

import dev.twinlens.local.deployment.resources.EmbeddedServices;
import dev.twinlens.local.deployment.stack.StackConfiguration;
import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.lambda.LambdaService;
import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.pulumi.EngineListener;
import dev.twinlens.local.pulumi.PulumiEngine;
import dev.twinlens.local.pulumi.PulumiProgram;
import dev.twinlens.local.pulumi.ResourceRequest;
import dev.twinlens.local.support.CloseableStack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The stack, deployed to this machine and running until it is closed.
 *
 * <p>Starting it serves the embedded services, runs the Pulumi program against them, serves the API
 * and the website, and writes {@code outputs.json} when everything is ready.
 */
public final class LocalDeployment implements AutoCloseable {
  private final EmbeddedServices laptop;
  private final Map<String, Object> outputs;
  private final CloseableStack closing;

  private LocalDeployment(
      EmbeddedServices laptop, Map<String, Object> outputs, CloseableStack closing) {
    this.laptop = laptop;
    this.outputs = outputs;
    this.closing = closing;
  }

  /**
   * Starts everything and returns when it is ready to use.
   *
   * @throws DeploymentFailure with one line that says why not; nothing is left running
   */
  public static LocalDeployment start(DeploymentOptions options, DeploymentListener listener)
      throws InterruptedException {
    CloseableStack closing = new CloseableStack();
    boolean started = false;
    try {
      LocalDeployment deployment = start(options, listener, closing);
      started = true;
      return deployment;
    } catch (DeploymentFailure e) {
      throw e;
    } catch (RuntimeException e) {
      throw new DeploymentFailure("the deployment did not start: " + e.getMessage(), e);
    } finally {
      if (!started) {
        closing.close();
      }
    }
  }

  private static LocalDeployment start(
      DeploymentOptions options, DeploymentListener listener, CloseableStack closing)
      throws InterruptedException {
    DataDirectory data = closing.add(DataDirectory.lock(options.dataDirectory()));
    StackConfiguration configuration =
        StackConfiguration.read(options.programDirectory(), options.stack());
    configuration
        .placeholders()
        .forEach(
            key ->
                listener.message(
                    EngineListener.Severity.INFO,
                    key + " is secret and not needed here: a placeholder is used"));
    listener.phase("Starting the services");
    EmbeddedServices laptop =
        new EmbeddedServices(
            options.programDirectory(),
            data.path(),
            configuration.stack(),
            configuration.require("aws:region"),
            options.sitePort(),
            closing,
            // Closed after the functions: what they are still denied is in the file, too.
            access -> closing.add(AccessFile.keep(data.path(), access::report)));
    Map<String, Object> outputs = deploy(options, configuration, data, laptop, listener);
    data.publish(outputs, laptop.environment());
    return new LocalDeployment(laptop, outputs, closing);
  }

  private static Map<String, Object> deploy(
      DeploymentOptions options,
      StackConfiguration configuration,
      DataDirectory data,
      EmbeddedServices laptop,
      DeploymentListener listener)
      throws InterruptedException {
    listener.phase("Deploying %s/%s".formatted(configuration.project(), configuration.stack()));
    ErrorMessages errors = new ErrorMessages(listener);
    PulumiProgram program =
        new PulumiProgram(
            options.programDirectory().resolve(configuration.binary()),
            options.programDirectory(),
            data.log("program.log"));
    try (PulumiEngine engine =
        PulumiEngine.start(
            configuration.project(), configuration.stack(), laptop.provider(), errors)) {
      int exitCode = program.run(engine.address(), configuration.forProgram());
      engine
          .failure()
          .ifPresent(
              failure -> {
                throw failure;
              });
      if (exitCode != 0) {
        throw new DeploymentFailure(
            "the Pulumi program ended with code %d: %s"
                .formatted(exitCode, errors.first().orElseGet(() -> "see " + program.log())));
      }
      laptop
          .provider()
          .removeAllBut(engine.registeredUrns())
          .forEach(
              urn ->
                  listener.message(
                      EngineListener.Severity.INFO, "no longer declared, removed: " + urn));
      listener.phase("Serving the API and the website");
      laptop.activate();
      return laptop.localise(
          engine
              .stackOutputs()
              .orElseThrow(
                  () -> new DeploymentFailure("the Pulumi program exported no stack outputs")));
    }
  }

  /** The stack's outputs, in the program's order. */
  public Map<String, Object> outputs() {
    return outputs;
  }

  /** The shell variables with which an administrator reaches the services. */
  public Map<String, String> environment() {
    return laptop.environment();
  }

  /** Who may do what, and what has been made of it since the start. */
  public AccessControl access() {
    return laptop.access();
  }

  /** The functions. */
  public LambdaService lambda() {
    return laptop.lambda();
  }

  /** Stops everything in the reverse order of its start. */
  @Override
  public void close() {
    closing.close();
  }

  /** Passes everything on and keeps the program's errors. */
  private static final class ErrorMessages implements EngineListener {
    private final EngineListener next;
    private final List<String> errors = new CopyOnWriteArrayList<>();

    ErrorMessages(EngineListener next) {
      this.next = next;
    }

    Optional<String> first() {
      return errors.stream().findFirst();
    }

    @Override
    public void provisioned(ResourceRequest request, Duration took) {
      next.provisioned(request, took);
    }

    @Override
    public void message(Severity severity, String text) {
      if (severity == Severity.ERROR) {
        errors.add(text.strip());
      }
      next.message(severity, text);
    }
  }
}
