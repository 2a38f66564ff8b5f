package dev.twinlens.local.deployment.resources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.local.apigateway.FunctionResult;
import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.iam.PolicyDocument;
import dev.twinlens.local.iam.ResourcePolicy;
import dev.twinlens.local.lambda.ExecutionRole;
import dev.twinlens.local.lambda.FunctionConfiguration;
import dev.twinlens.local.lambda.LambdaService;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How Lambda's results reach API Gateway. The end-to-end tests invoke functions that succeed. */
class GatewayFunctionsTest {
  private static final String ROLE = "arn:aws:iam::000000000000:role/echo";
  private static final String SOURCE =
      "arn:aws:execute-api:eu-central-1:000000000000:abc/$default/GET/images";

  @TempDir private Path directory;
  private LambdaService lambda;
  private GatewayFunctions functions;

  @BeforeEach
  void createFunction() throws IOException {
    AccessControl access =
        new AccessControl("arn:aws:iam::000000000000:user/administrator", Clock.systemUTC());
    lambda = new LambdaService(access, directory.resolve("functions"), directory.resolve("logs"));
    functions = new GatewayFunctions(lambda);
    lambda.createFunction(
        new FunctionConfiguration(
            "echo",
            "arn:aws:lambda:eu-central-1:000000000000:function:echo",
            new FunctionConfiguration.Code("dev.twinlens.Missing", emptyArchive()),
            new FunctionConfiguration.Limits(128, Duration.ofSeconds(10)),
            Map.of(),
            new ExecutionRole(ROLE, trust(), Optional.empty(), "echo", "arn:aws:logs:echo"),
            new FunctionConfiguration.AwsAccess(
                "key", "secret", "eu-central-1", URI.create("http://127.0.0.1:1"))));
  }

  @AfterEach
  void stopLambda() {
    lambda.close();
  }

  @Test
  void doesNotInvokeAFunctionWithoutAPermission() {
    assertThat(functions.invoke("echo", SOURCE, new byte[2]).join())
        .isInstanceOfSatisfying(
            FunctionResult.NotInvoked.class,
            result -> assertThat(result.reason()).contains("not authorized").contains(SOURCE));
  }

  @Test
  void doesNotInvokeAnUnknownFunction() {
    assertThat(functions.invoke("nothing", SOURCE, new byte[2]).join())
        .isEqualTo(new FunctionResult.NotInvoked("Function not found: nothing"));
  }

  @Test
  void reportsAnEventThatIsTooLargeForLambda() {
    permit();

    byte[] event = new byte[LambdaService.MAXIMUM_REQUEST_BYTES + 1];

    assertThat(functions.invoke("echo", SOURCE, event).join())
        .isEqualTo(new FunctionResult.EventTooLarge());
  }

  @Test
  void reportsTheErrorOfAFunctionThatFails() {
    permit();

    assertThat(functions.invoke("echo", SOURCE, "{}".getBytes(UTF_8)).join())
        .isInstanceOfSatisfying(
            FunctionResult.Failed.class,
            result -> assertThat(result.error()).contains("Class not found: dev.twinlens.Missing"));
  }

  private void permit() {
    lambda.addPermission(
        "echo",
        "gateway",
        "lambda:InvokeFunction",
        "apigateway.amazonaws.com",
        "arn:aws:execute-api:eu-central-1:000000000000:abc/*");
  }

  private Path emptyArchive() throws IOException {
    Path archive = directory.resolve("empty.zip");
    new ZipOutputStream(Files.newOutputStream(archive)).close();
    return archive;
  }

  private static ResourcePolicy trust() {
    return ResourcePolicy.required(
        ROLE,
        PolicyDocument.parse(
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
              "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
            """));
  }
}
