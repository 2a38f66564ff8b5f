package dev.twinlens.local.deployment.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.twinlens.local.pulumi.Archive;
import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import dev.twinlens.local.pulumi.UnsupportedException;
import dev.twinlens.local.support.CloseableStack;
import dev.twinlens.local.support.ServerListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Provisions on real services; what would be dropped, or do more here, stops the deployment. */
@TestInstance(Lifecycle.PER_CLASS)
class UnimplementedInputsTest {
  private static final String ROLE = "aws:iam/role:Role";
  private static final String QUEUE = "aws:sqs/queue:Queue";
  private static final String TOPIC = "aws:sns/topic:Topic";
  private static final String SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";
  private static final String BUCKET = "aws:s3/bucketV2:BucketV2";
  private static final String LIFECYCLE =
      "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2";
  private static final String ENCRYPTION =
      "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2";
  private static final String NOTIFICATION = "aws:s3/bucketNotification:BucketNotification";
  private static final String TABLE = "aws:dynamodb/table:Table";
  private static final String FUNCTION = "aws:lambda/function:Function";
  private static final String PERMISSION = "aws:lambda/permission:Permission";
  private static final String MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";
  private static final String INVOCATIONS =
      "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";
  private static final String RULE = "aws:cloudwatch/eventRule:EventRule";
  private static final String TARGET = "aws:cloudwatch/eventTarget:EventTarget";
  private static final String API = "aws:apigatewayv2/api:Api";
  private static final String INTEGRATION = "aws:apigatewayv2/integration:Integration";
  private static final String ROUTE = "aws:apigatewayv2/route:Route";
  private static final String STAGE = "aws:apigatewayv2/stage:Stage";
  private static final String APP = "aws:amplify/app:App";
  private static final String AZURE_ACCOUNT = "azure-native:storage:StorageAccount";

  private static final String TRUST =
      """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {"Service": "lambda.amazonaws.com"}}]}
      """;

  private final CloseableStack closing = new CloseableStack();
  private final Map<String, Map<String, Object>> minimal = new HashMap<>();
  private LocalProvider provider;
  private int resources;

  @BeforeAll
  void startServices(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("data"));
    provider =
        new LocalServices(
                new LocalServices.Options(
                    folder,
                    folder.resolve("data"),
                    "dev",
                    "eu-central-1",
                    0,
                    InstantSource.system(),
                    ServerListener.none()),
                closing,
                access -> {})
            .provider();
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(folder.resolve("function.zip")))) {
      zip.putNextEntry(new ZipEntry("empty"));
    }
    provisionMinimal();
  }

  @AfterAll
  void stopServices() {
    closing.close();
  }

  /** One of each type with as few inputs as it needs: what is refused below is one input more. */
  private void provisionMinimal() {
    Provisioned role = provisionMinimal(ROLE, Map.of("assumeRolePolicy", TRUST));
    Provisioned queue = provisionMinimal(QUEUE, Map.of());
    Provisioned topic = provisionMinimal(TOPIC, Map.of());
    provisionMinimal(
        SUBSCRIPTION,
        Map.of("topic", topic.id(), "protocol", "sqs", "endpoint", queue.outputs().get("arn")));
    Provisioned bucket = provisionMinimal(BUCKET, Map.of());
    provisionMinimal(LIFECYCLE, Map.of("bucket", bucket.id(), "rules", List.of(rule("all"))));
    provisionMinimal(ENCRYPTION, Map.of("bucket", bucket.id(), "rules", List.of(encrypted())));
    provisionMinimal(NOTIFICATION, Map.of("bucket", bucket.id(), "topics", List.of()));
    provisionMinimal(
        TABLE,
        Map.of(
            "billingMode", "PAY_PER_REQUEST",
            "hashKey", "Id",
            "attributes", List.of(Map.of("name", "Id", "type", "S"))));
    Provisioned function =
        provisionMinimal(
            FUNCTION,
            Map.of(
                "runtime",
                "java21",
                "handler",
                "Handler",
                "code",
                new Archive(Path.of("function.zip")),
                "role",
                role.outputs().get("arn")));
    provisionMinimal(
        PERMISSION,
        Map.of(
            "function", function.id(),
            "action", "lambda:InvokeFunction",
            "principal", "apigateway.amazonaws.com",
            "sourceArn", "arn:aws:execute-api:eu-central-1:000000000000:a/*"));
    provisionMinimal(
        MAPPING,
        Map.of("functionName", function.id(), "eventSourceArn", queue.outputs().get("arn")));
    provisionMinimal(
        INVOCATIONS, Map.of("functionName", function.id(), "maximumRetryAttempts", 0.0));
    Provisioned rule = provisionMinimal(RULE, Map.of("scheduleExpression", "rate(1 hour)"));
    provisionMinimal(TARGET, Map.of("rule", rule.id(), "arn", function.outputs().get("arn")));
    Provisioned api = provisionMinimal(API, Map.of("protocolType", "HTTP"));
    Provisioned integration =
        provisionMinimal(
            INTEGRATION,
            Map.of(
                "apiId",
                api.id(),
                "integrationType",
                "AWS_PROXY",
                "payloadFormatVersion",
                "2.0",
                "integrationUri",
                function.outputs().get("arn")));
    provisionMinimal(
        ROUTE,
        Map.of(
            "apiId", api.id(), "routeKey", "GET /", "target", "integrations/" + integration.id()));
    provisionMinimal(STAGE, Map.of("apiId", api.id(), "name", "$default", "autoDeploy", true));
    provisionMinimal(APP, Map.of("platform", "WEB", "buildSpec", "version: 1"));
  }

  private Provisioned provisionMinimal(String type, Map<String, Object> inputs) {
    minimal.put(type, inputs);
    return provision(type, inputs);
  }

  private static Map<String, Object> rule(String id) {
    return Map.of("id", id, "status", "Enabled");
  }

  private static Map<String, Object> encrypted() {
    return Map.of("applyServerSideEncryptionByDefault", Map.of("sseAlgorithm", "AES256"));
  }

  static Stream<Arguments> unread() {
    return Stream.of(
        arguments(
            ROLE, "managedPolicyArns", List.of("arn:aws:iam::aws:policy/AdministratorAccess")),
        arguments(ROLE, "inlinePolicies", List.of(Map.of("name", "a", "policy", TRUST))),
        arguments(ROLE, "permissionsBoundary", "arn:aws:iam::aws:policy/ReadOnlyAccess"),
        arguments(QUEUE, "fifoQueue", true),
        arguments(QUEUE, "kmsMasterKeyId", "alias/own"),
        arguments(QUEUE, "maxMessageSize", 1024.0),
        arguments(SUBSCRIPTION, "filterPolicy", "{}"),
        arguments(SUBSCRIPTION, "redrivePolicy", "{}"),
        arguments(TOPIC, "fifoTopic", true),
        arguments(NOTIFICATION, "queues", List.of()),
        arguments(NOTIFICATION, "lambdaFunctions", List.of()),
        arguments(NOTIFICATION, "eventbridge", true),
        arguments(TABLE, "streamEnabled", true),
        arguments(FUNCTION, "vpcConfig", Map.of("subnetIds", List.of("subnet-1"))),
        arguments(FUNCTION, "layers", List.of("arn:aws:lambda:eu-central-1:1:layer:a:1")),
        arguments(FUNCTION, "deadLetterConfig", Map.of("targetArn", "arn:aws:sqs:::dead")),
        arguments(FUNCTION, "reservedConcurrentExecutions", 5.0),
        arguments(PERMISSION, "sourceAccount", "000000000000"),
        arguments(PERMISSION, "principalOrgId", "o-1"),
        arguments(PERMISSION, "qualifier", "live"),
        arguments(PERMISSION, "eventSourceToken", "token"),
        arguments(PERMISSION, "functionUrlAuthType", "NONE"),
        arguments(MAPPING, "filterCriteria", Map.of()),
        arguments(MAPPING, "kmsKeyArn", "arn:aws:kms:::key/a"),
        arguments(MAPPING, "provisionedPollerConfig", Map.of("minimumPollers", 1.0)),
        arguments(INVOCATIONS, "destinationConfig", Map.of("onFailure", Map.of())),
        arguments(INVOCATIONS, "qualifier", "live"),
        arguments(RULE, "eventPattern", "{}"),
        arguments(RULE, "state", "DISABLED"),
        arguments(TARGET, "input", "{}"),
        arguments(TARGET, "roleArn", "arn:aws:iam:::role/a"),
        arguments(TARGET, "retryPolicy", Map.of("maximumRetryAttempts", 1.0)),
        arguments(ROUTE, "authorizerId", "abc"),
        arguments(ROUTE, "authorizationScopes", List.of("read")),
        arguments(STAGE, "stageVariables", Map.of("a", "b")),
        arguments(APP, "customRules", List.of(Map.of("source", "/<*>", "target", "/"))),
        arguments(APP, "enableBasicAuth", true));
  }

  @ParameterizedTest(name = "{1} of {0}")
  @MethodSource("unread")
  void stopsAtAnInputThatNothingReads(String type, String input, Object value) {
    assertStopsAt(type, with(type, input, value), input);
  }

  /** An object that is read in part: the path says where the unread part is. */
  static Stream<Arguments> unreadWithin() {
    return Stream.of(
        arguments(
            LIFECYCLE,
            List.of(rule("a"), with(rule("b"), "filter", Map.of("tag", Map.of("key", "draft")))),
            "rules[1].filter.tag"),
        arguments(
            LIFECYCLE,
            List.of(with(rule("a"), "transitions", List.of(Map.of("days", 1.0)))),
            "rules[0].transitions"),
        arguments(
            LIFECYCLE,
            List.of(with(rule("a"), "expiration", Map.of("date", "2027-01-01"))),
            "rules[0].expiration.date"),
        arguments(
            ENCRYPTION,
            List.of(with(encrypted(), "bucketKeyEnabled", true)),
            "rules[0].bucketKeyEnabled"));
  }

  @ParameterizedTest(name = "{2} of {0}")
  @MethodSource("unreadWithin")
  void stopsAtAnInputWithinARuleThatNothingReads(String type, List<Object> rules, String path) {
    assertStopsAt(type, with(type, "rules", rules), path);
  }

  static Stream<Arguments> otherValues() {
    return Stream.of(
        arguments(ROUTE, "authorizationType", "JWT"),
        arguments(ROUTE, "authorizationType", "AWS_IAM"),
        arguments(ROUTE, "apiKeyRequired", true),
        arguments(STAGE, "name", "v1"),
        arguments(STAGE, "autoDeploy", false),
        arguments(INTEGRATION, "integrationType", "HTTP_PROXY"),
        arguments(INTEGRATION, "payloadFormatVersion", "1.0"),
        arguments(API, "protocolType", "WEBSOCKET"),
        arguments(FUNCTION, "runtime", "python3.12"),
        arguments(TABLE, "billingMode", "PROVISIONED"),
        arguments(TOPIC, "kmsMasterKeyId", "alias/own"),
        arguments(INVOCATIONS, "maximumRetryAttempts", 2.0),
        arguments(MAPPING, "functionResponseTypes", List.of("Other")));
  }

  @ParameterizedTest(name = "{1} of {0}: {2}")
  @MethodSource("otherValues")
  void stopsAtAValueThatIsNotImplemented(String type, String input, Object value) {
    assertThatThrownBy(() -> provision(type, with(type, input, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("%s is %s, which is not implemented".formatted(input, value));
  }

  @Test
  void stopsAtAStorageAccountThatIsPublic() {
    Map<String, Object> inputs =
        Map.of("kind", "StorageV2", "allowBlobPublicAccess", true, "allowSharedKeyAccess", true);

    assertThatThrownBy(() -> provision(AZURE_ACCOUNT, inputs))
        .hasMessageStartingWith("allowBlobPublicAccess is true");
  }

  @Test
  void stopsAtAnArgumentThatNothingReads() {
    assertThatThrownBy(
            () ->
                provider.invoke(
                    "aws:index/getRegion:getRegion", Inputs.of(Map.of("endpoint", "elsewhere"))))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("aws:index/getRegion:getRegion")
        .hasMessageContaining("endpoint");
  }

  @Test
  void stopsAtAProviderOfAnotherRegion() {
    assertThatThrownBy(() -> provision("pulumi:providers:aws", Map.of("region", "us-east-1")))
        .hasMessageStartingWith("region is us-east-1");
  }

  @Test
  void servesARouteThatIsDeclaredOpen() {
    assertThatCode(
            () ->
                provision(
                    ROUTE, with(with(ROUTE, "authorizationType", "NONE"), "apiKeyRequired", false)))
        .doesNotThrowAnyException();
  }

  @Test
  void listsWhatItAcceptsWithoutEffect() {
    assertThat(provision(QUEUE, with(QUEUE, "sqsManagedSseEnabled", true)).id()).isNotEmpty();

    assertThat(provider.inputsWithoutEffect())
        .contains(new InputWithoutEffect(QUEUE, "sqsManagedSseEnabled", Reasons.AT_REST))
        .doesNotHaveDuplicates();
  }

  private void assertStopsAt(String type, Map<String, Object> inputs, String path) {
    assertThatThrownBy(() -> provision(type, inputs))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageStartingWith(
            "%s \"resource-%d\" has inputs that are not implemented here: %s."
                .formatted(type, resources, path));
  }

  private Map<String, Object> with(String type, String input, Object value) {
    return with(minimal.get(type), input, value);
  }

  private static Map<String, Object> with(Map<String, Object> inputs, String input, Object value) {
    Map<String, Object> more = new HashMap<>(inputs);
    more.put(input, value);
    return more;
  }

  private Provisioned provision(String type, Map<String, Object> inputs) {
    resources++;
    return provider.provision(
        new ResourceRequest(
            "urn:" + resources, List.of(), type, "resource-" + resources, Inputs.of(inputs)));
  }
}
