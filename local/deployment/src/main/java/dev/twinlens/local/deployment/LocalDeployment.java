package dev.twinlens.local.deployment;

import dev.twinlens.local.deployment.resources.LocalServices;
import dev.twinlens.local.deployment.stack.StackConfiguration;
import dev.twinlens.local.eventbridge.EventBridge;
import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.lambda.LambdaService;
import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.pulumi.EngineListener;
import dev.twinlens.local.pulumi.ProvisioningHandler;
import dev.twinlens.local.pulumi.PulumiEngine;
import dev.twinlens.local.pulumi.PulumiProgram;
import dev.twinlens.local.pulumi.ResourceRequest;
import dev.twinlens.local.pulumi.analyzer.PolicyGate;
import dev.twinlens.local.pulumi.analyzer.PolicyPack;
import dev.twinlens.local.pulumi.analyzer.PolicyRules;
import dev.twinlens.local.pulumi.export.ContentHashes;
import dev.twinlens.local.pulumi.export.ExportRecorder;
import dev.twinlens.local.pulumi.plugin.ProviderServer;
import dev.twinlens.local.support.CloseableStack;
import dev.twinlens.local.support.ServerListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A stack, deployed to this machine and running until it is closed.
 *
 * <p>Starting it starts the embedded services, runs the Pulumi program against them, serves the API
 * and the website, and writes {@code outputs.json} when everything is ready.
 */
public final class LocalDeployment implements AutoCloseable {
  private final LocalServices services;
  private final Map<String, Object> outputs;
  private final CompletableFuture<String> outage;
  private final CloseableStack parts;

  private LocalDeployment(
      LocalServices services,
      Map<String, Object> outputs,
      CompletableFuture<String> outage,
      CloseableStack parts) {
    this.services = services;
    this.outputs = outputs;
    this.outage = outage;
    this.parts = parts;
  }

  /**
   * Starts everything and returns when it is ready to use.
   *
   * @throws DeploymentFailure with one line for the person; nothing is left running
   */
  public static LocalDeployment start(DeploymentOptions options, DeploymentListener listener)
      throws InterruptedException {
    try (CloseableStack parts = new CloseableStack()) {
      return start(options, listener, parts);
    } catch (DeploymentFailure e) {
      throw e;
    } catch (RuntimeException e) {
      throw new DeploymentFailure("the deployment did not start: " + e.getMessage(), e);
    }
  }

  private static LocalDeployment start(
      DeploymentOptions options, DeploymentListener listener, CloseableStack parts)
      throws InterruptedException {
    if (options.engine() == DeploymentEngine.PULUMI) {
      PulumiCli.requireInstalled();
    }
    options.policyPack().ifPresent(PolicyPack::requireInstalled);
    DataDirectory data = parts.add(DataDirectory.lock(options.dataDirectory()));
    requireSameEngine(options);
    StackConfiguration configuration =
        StackConfiguration.read(options.programDirectory(), options.stack());
    configuration
        .placeholders()
        .forEach(
            key ->
                listener.message(
                    EngineListener.Severity.INFO,
                    key + " is not needed here: a placeholder is used"));
    listener.phase("Starting the services");
    CompletableFuture<String> outage = new CompletableFuture<>();
    LocalServices services =
        new LocalServices(
            new LocalServices.Options(
                options.programDirectory(),
                data.path(),
                configuration.stack(),
                configuration.require("aws:region"),
                options.sitePort(),
                options.s3Clock(),
                serverListener(listener, outage)),
            parts,
            // Closed after the functions: the file also has the calls that are denied at the end.
            access -> parts.add(AccessFile.keep(data.path(), access::report)));
    Publication publication = new Publication(data, services);
    Map<String, Object> outputs =
        switch (options.engine()) {
          case BUILT_IN -> deploy(options, configuration, data, services, listener);
          case PULUMI -> {
            PulumiCli cli = servePlugins(options, data, services, publication, parts);
            listener.phase(
                "Deploying %s/%s with pulumi up"
                    .formatted(configuration.project(), configuration.stack()));
            Map<String, Object> exported = cli.up(configuration);
            services.awaitSite();
            yield services.rewriteOrigins(exported);
          }
          case NONE -> {
            servePlugins(options, data, services, publication, parts);
            yield Map.of();
          }
        };
    publication.publish(outputs);
    return new LocalDeployment(services, outputs, outage, parts.release());
  }

  /** Lets Pulumi's own engine deploy to the services, which serve each change at once. */
  private static PulumiCli servePlugins(
      DeploymentOptions options,
      DataDirectory data,
      LocalServices services,
      Publication publication,
      CloseableStack parts) {
    Path folder = data.path().resolve(DataDirectory.CLI_FOLDER);
    ProviderServer plugins =
        parts.add(
            ProviderServer.start(
                publication,
                services.resourceTypes(),
                ProviderVersions.load(),
                folder.resolve("resources.json")));
    services.activate();
    PulumiCli cli =
        new PulumiCli(options.programDirectory(), folder, options.stack(), plugins.addresses());
    cli.prepare();
    publication.add(cli.environment());
    return cli;
  }

  /** Two engines would not know of each other's resources. */
  private static void requireSameEngine(DeploymentOptions options) {
    Path folder = options.dataDirectory();
    boolean empty = !Files.exists(folder.resolve("state.json"));
    boolean deployedByCli = Files.exists(folder.resolve(DataDirectory.CLI_FOLDER));
    if (!empty && deployedByCli == (options.engine() == DeploymentEngine.BUILT_IN)) {
      throw new DeploymentFailure(
          "%s was deployed with another engine; use another --data folder".formatted(folder));
    }
  }

  private static ServerListener serverListener(
      DeploymentListener listener, CompletableFuture<String> outage) {
    return new ServerListener() {
      @Override
      public void restarting(String message) {
        listener.message(EngineListener.Severity.WARNING, message);
      }

      @Override
      public void failed(String message) {
        outage.complete(message);
      }
    };
  }

  private static Map<String, Object> deploy(
      DeploymentOptions options,
      StackConfiguration configuration,
      DataDirectory data,
      LocalServices services,
      DeploymentListener listener)
      throws InterruptedException {
    listener.phase("Deploying %s/%s".formatted(configuration.project(), configuration.stack()));
    ErrorMessages errors = new ErrorMessages(listener);
    PulumiProgram program =
        new PulumiProgram(
            options.programDirectory().resolve(configuration.binary()),
            options.programDirectory(),
            data.log("program.log"));
    ExportRecorder recorder =
        new ExportRecorder(
            new ProvisioningHandler(services.provider(), errors),
            new ContentHashes(options.programDirectory()));
    try (PolicyGate gate = new PolicyGate(rules(options, data), recorder, errors);
        PulumiEngine engine =
            PulumiEngine.start(configuration.project(), configuration.stack(), gate, errors)) {
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
      gate.requireStack();
      if (options.policyPack().isPresent()) {
        listener.message(EngineListener.Severity.INFO, "policy pack: no violation");
      }
      services
          .provider()
          .deleteUndeclared(engine.registrations().urns())
          .forEach(
              urn ->
                  listener.message(
                      EngineListener.Severity.INFO, "no longer declared, deleted: " + urn));
      data.record(engine.registrations());
      data.keep(recorder.export());
      listener.phase("Serving the API and the website");
      services.activate();
      return services.rewriteOrigins(
          engine
              .stackOutputs()
              .orElseThrow(
                  () -> new DeploymentFailure("the Pulumi program exported no stack outputs")));
    }
  }

  private static PolicyRules rules(DeploymentOptions options, DataDirectory data) {
    return options
        .policyPack()
        .<PolicyRules>map(folder -> PolicyPack.start(folder, data.log("policy.log")))
        .orElseGet(PolicyRules::none);
  }

  /** The stack's outputs, in the program's order. */
  public Map<String, Object> outputs() {
    return outputs;
  }

  /** The shell variables with which an administrator reaches the services. */
  public Map<String, String> environment() {
    return services.environment();
  }

  /** Each principal's permissions, and how they were used since the start. */
  public AccessControl access() {
    return services.access();
  }

  /** Completes with a sentence when a server ended and cannot be restarted. */
  public CompletionStage<String> outage() {
    return outage.minimalCompletionStage();
  }

  /** The functions. */
  public LambdaService lambda() {
    return services.lambda();
  }

  /** The scheduled rules. */
  public EventBridge eventBridge() {
    return services.eventBridge();
  }

  /** Stops everything, in the reverse order of its start. */
  @Override
  public void close() {
    parts.close();
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
    public void provisioned(ResourceRequest request) {
      next.provisioned(request);
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
