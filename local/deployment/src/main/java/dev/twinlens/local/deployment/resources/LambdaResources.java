package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.lambda.EventSourceMappingSpec;
import dev.twinlens.local.lambda.ExecutionRole;
import dev.twinlens.local.lambda.FunctionConfiguration;
import dev.twinlens.local.lambda.InvocationResult;
import dev.twinlens.local.lambda.LambdaService;
import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import dev.twinlens.local.services.AwsServices;
import dev.twinlens.local.services.auth.AccessKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Functions, who may invoke them, and the queues that they consume. */
final class LambdaResources {
  private final LambdaService lambda;
  private final AwsServices aws;
  private final IamResources iam;
  private final SqsClient sqs;
  private final Arns arns;
  private final DeploymentState state;
  private final Path programDirectory;
  private final Map<String, EventSourceMappingSpec> mappings = new ConcurrentHashMap<>();
  private final Set<String> functions = ConcurrentHashMap.newKeySet();

  /** The functions of the permissions, by the statement's identifier. */
  private final Map<String, String> permissions = new ConcurrentHashMap<>();

  private volatile boolean active;

  LambdaResources(
      LambdaService lambda,
      AwsServices aws,
      IamResources iam,
      SqsClient sqs,
      DeploymentContext context) {
    this.lambda = lambda;
    this.aws = aws;
    this.iam = iam;
    this.sqs = sqs;
    this.arns = context.arns();
    this.state = context.state();
    this.programDirectory = context.programDirectory();
  }

  void register(ProvisionerRegistry registry) {
    registry
        .type("aws:lambda/function:Function", this::function, this::deleteFunction)
        .type("aws:lambda/permission:Permission", this::permission, this::removePermission)
        .type("aws:lambda/invocation:Invocation", this::invocation)
        .type(
            "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
            this::asynchronousInvocations)
        .type(
            "aws:lambda/eventSourceMapping:EventSourceMapping",
            this::eventSourceMapping,
            this::deleteMapping);
  }

  /** Lets the event source mappings poll: those that are declared, and those that will be. */
  void activate() {
    active = true;
    mappings.values().forEach(lambda::createEventSourceMapping);
  }

  private void deleteFunction(String name) {
    functions.remove(name);
    permissions.values().removeIf(name::equals);
    lambda.deleteFunction(name);
  }

  private void removePermission(String statementId) {
    Optional.ofNullable(permissions.remove(statementId))
        .ifPresent(function -> lambda.removePermission(function, statementId));
  }

  private void deleteMapping(String uuid) {
    mappings.remove(uuid);
    lambda.deleteEventSourceMapping(uuid);
  }

  private Provisioned function(ResourceRequest request) {
    Inputs inputs = request.inputs();
    inputs.ignore("description", Reasons.DESCRIPTION);
    inputs.ignore("architectures", "functions run on this machine's processor");
    inputs.requireValue("runtime", "java21");
    String name = state.physicalName(request, "name");
    String arn = arns.of("lambda", "function:" + name);
    ExecutionRole role = role(inputs, name);
    AccessKey key = aws.createAccessKey(role.arn());
    FunctionConfiguration configuration =
        new FunctionConfiguration(
            name,
            arn,
            new FunctionConfiguration.Code(inputs.string("handler"), archive(inputs)),
            new FunctionConfiguration.Limits(
                inputs.optionalInteger("memorySize").orElse(128),
                Duration.ofSeconds(inputs.optionalInteger("timeout").orElse(3))),
            inputs
                .optionalObject("environment")
                .map(environment -> environment.stringMap("variables"))
                .orElseGet(Map::of),
            role,
            new FunctionConfiguration.AwsAccess(
                key.accessKeyId(), key.secretAccessKey(), arns.region(), aws.endpoint()));
    if (functions.add(name)) {
      lambda.createFunction(configuration);
    } else {
      lambda.updateFunction(configuration);
    }
    return new Provisioned(
        name,
        Map.of(
            "name",
            name,
            "arn",
            arn,
            "version",
            "$LATEST",
            "invokeArn",
            "arn:aws:apigateway:%s:lambda:path/2015-03-31/functions/%s/invocations"
                .formatted(arns.region(), arn)));
  }

  private ExecutionRole role(Inputs function, String functionName) {
    String role = function.string("role");
    Optional<Inputs> logging = function.optionalObject("loggingConfig");
    logging.ifPresent(config -> config.allowValue("logFormat", "Text"));
    String logGroup =
        logging
            .flatMap(config -> config.optionalString("logGroup"))
            .orElse("/aws/lambda/" + functionName);
    return new ExecutionRole(
        role,
        iam.trustOf(role),
        function.optionalString("kmsKeyArn").map(iam::policyOf),
        logGroup,
        arns.of("logs", "log-group:" + logGroup));
  }

  private Path archive(Inputs inputs) {
    Path archive = programDirectory.resolve(inputs.archive("code").path());
    if (!Files.isRegularFile(archive)) {
      throw new IllegalArgumentException(archive + " is missing: build it with mvn package");
    }
    return archive;
  }

  private Provisioned permission(ResourceRequest request) {
    Inputs inputs = request.inputs();
    String statementId = state.physicalName(request, "statementId");
    String function = functionName(inputs.string("function"));
    removePermission(statementId);
    lambda.addPermission(
        function,
        statementId,
        inputs.string("action"),
        inputs.string("principal"),
        inputs.string("sourceArn"));
    permissions.put(statementId, function);
    return new Provisioned(statementId, Map.of("statementId", statementId));
  }

  /** The program invokes a function: with each start here, as nothing is kept of the last one. */
  private Provisioned invocation(ResourceRequest request) {
    Inputs inputs = request.inputs();
    inputs.ignore("triggers", "every start invokes");
    String name = functionName(inputs.string("functionName"));
    InvocationResult result =
        lambda
            .invoke(
                arns.of("lambda", "function:" + name),
                inputs.string("input").getBytes(StandardCharsets.UTF_8))
            .toCompletableFuture()
            .join();
    if (result.functionError().isPresent()) {
      throw new DeploymentFailure(
          "the function %s failed: %s".formatted(name, result.payloadText()));
    }
    return new Provisioned(name + "_$LATEST", Map.of("result", result.payloadText()));
  }

  /** A failed event is never retried here. */
  private Provisioned asynchronousInvocations(ResourceRequest request) {
    Inputs inputs = request.inputs();
    inputs.requireValue("maximumRetryAttempts", 0.0);
    inputs.ignore("maximumEventAgeInSeconds", "an event waits for nothing but a free environment");
    return new Provisioned(functionName(inputs.string("functionName")), Map.of());
  }

  private Provisioned eventSourceMapping(ResourceRequest request) {
    Inputs inputs = request.inputs();
    String queueArn = inputs.string("eventSourceArn");
    String function = functionName(inputs.string("functionName"));
    String uuid = state.identifier(request.urn(), "uuid", 32);
    Optional<Integer> concurrency =
        inputs
            .optionalObject("scalingConfig")
            .flatMap(scaling -> scaling.optionalInteger("maximumConcurrency"));
    EventSourceMappingSpec mapping =
        new EventSourceMappingSpec(
            uuid,
            function,
            new EventSourceMappingSpec.Queue(
                URI.create(
                    sqs.getQueueUrl(get -> get.queueName(Arns.resourceName(queueArn))).queueUrl()),
                queueArn),
            new EventSourceMappingSpec.Batching(
                inputs.optionalInteger("batchSize").orElse(10),
                Duration.ofSeconds(
                    inputs.optionalInteger("maximumBatchingWindowInSeconds").orElse(0))),
            concurrency.map(OptionalInt::of).orElseGet(OptionalInt::empty),
            reportsBatchItemFailures(inputs),
            inputs.bool("enabled", true));
    deleteMapping(uuid);
    mappings.put(uuid, mapping);
    if (active) {
      lambda.createEventSourceMapping(mapping);
    }
    return new Provisioned(
        uuid,
        Map.of(
            "uuid", uuid,
            "arn", arns.of("lambda", "event-source-mapping:" + uuid),
            "functionArn", arns.of("lambda", "function:" + function)));
  }

  private static boolean reportsBatchItemFailures(Inputs mapping) {
    return mapping.allowValue("functionResponseTypes", List.of("ReportBatchItemFailures"));
  }

  /** A function may be given by its name or its ARN. */
  private static String functionName(String nameOrArn) {
    return nameOrArn.startsWith("arn:") ? Arns.resourceName(nameOrArn) : nameOrArn;
  }
}
