package dev.twinlens.infra.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.core.Output;
import dev.twinlens.infra.Recordings;
import dev.twinlens.infra.graph.FakeClouds;
import dev.twinlens.infra.graph.PolicyStatement;
import dev.twinlens.infra.graph.RecordedResource;
import dev.twinlens.infra.graph.RecordedStack;
import dev.twinlens.infra.policy.Grant;
import dev.twinlens.infra.policy.Purpose;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JavaFunctionTest {
  private static RecordedStack deployed(Map<String, Output<String>> secrets) {
    return Recordings.ofComponent(
        options ->
            new JavaFunction(
                "copy",
                new JavaFunction.Args(
                    new FunctionSpec(
                        "copy-module",
                        "Nothing is copied.",
                        Duration.ofSeconds(20),
                        256,
                        Map.of("FROM", Output.of("here"), "TO", Output.of("there")),
                        secrets,
                        List.of(
                            Grant.of(
                                Purpose.READ_IMAGES,
                                Output.of("arn:aws:s3:::here/*"),
                                "s3:GetObject"))),
                    Recordings.stack()),
                options));
  }

  private static RecordedStack withoutSecrets() {
    return deployed(Map.of());
  }

  private static RecordedStack withSecret() {
    return deployed(Map.of("PASSWORD", Output.ofSecret("open sesame")));
  }

  @Test
  void consistsOfFunctionRoleAndLogGroup() {
    assertThat(withoutSecrets().childrenOf("copy"))
        .extracting(RecordedResource::toString)
        .containsExactlyInAnyOrder(
            "aws:cloudwatch/logGroup:LogGroup copy-logs",
            "aws:iam/role:Role copy-role",
            "aws:iam/rolePolicy:RolePolicy copy-policy",
            "aws:lambda/function:Function copy");
  }

  @Test
  void runsTheModulesHandlerAndArchive() {
    var function = withoutSecrets().resource("aws:lambda/function:Function", "copy");
    assertThat(function.input("handler"))
        .isEqualTo("dev.twinlens.copymodule.CopyModuleHandler::handleRequest");
    assertThat(function.input("code.path")).isEqualTo("lambdas/copy-module/target/copy-module.zip");
    assertThat(function.input("runtime")).isEqualTo("java21");
    assertThat(function.input("memorySize")).isEqualTo(256.0);
    assertThat(function.input("timeout")).isEqualTo(20.0);
    assertThat(function.input("environment.variables"))
        .isEqualTo(Map.of("FROM", "here", "TO", "there"));
  }

  @Test
  void usesItsOwnRoleAndLogGroup() {
    var function = withoutSecrets().resource("aws:lambda/function:Function", "copy");
    assertThat(function.input("role"))
        .isEqualTo("arn:aws:iam::123456789012:role/copy-role-1a2b3c4");
    assertThat(function.input("loggingConfig"))
        .isEqualTo(Map.of("logFormat", "Text", "logGroup", "copy-logs-1a2b3c4"));
    assertThat(
            withoutSecrets().resource("aws:iam/role:Role", "copy-role").policy("assumeRolePolicy"))
        .containsExactly(
            new PolicyStatement(
                "",
                "Allow",
                "{Service=lambda.amazonaws.com}",
                Set.of("sts:AssumeRole"),
                Set.of(),
                Map.of()));
  }

  @Test
  void isCreatedAfterItsPolicy() {
    assertThat(withoutSecrets().resource("aws:lambda/function:Function", "copy").dependencyNames())
        .contains("copy-policy");
  }

  @Test
  void hasItsGrantsAndMayWriteItsLog() {
    assertThat(
            withoutSecrets()
                .resource("aws:iam/rolePolicy:RolePolicy", "copy-policy")
                .policy("policy"))
        .containsExactlyInAnyOrder(
            PolicyStatement.allow(
                "ReadImages", Set.of("s3:GetObject"), Set.of("arn:aws:s3:::here/*")),
            PolicyStatement.allow(
                "WriteLogs",
                Set.of("logs:CreateLogStream", "logs:PutLogEvents"),
                Set.of(FakeClouds.arn("logs", "log-group:copy-logs-1a2b3c4:log-stream:*"))));
  }

  @Test
  void keepsItsLogForTheStacksRetention() {
    assertThat(
            withoutSecrets()
                .resource("aws:cloudwatch/logGroup:LogGroup", "copy-logs")
                .input("retentionInDays"))
        .isEqualTo(14.0);
  }

  @Test
  void keepsAnEnvironmentWithoutSecretsReadable() {
    assertThat(withoutSecrets().resource("aws:lambda/function:Function", "copy").secrets())
        .isEmpty();
  }

  @Test
  void encryptsSecretsUnderAKeyOfItsOwn() {
    var program = withSecret();
    var function = program.resource("aws:lambda/function:Function", "copy");
    assertThat(function.input("environment.variables"))
        .isEqualTo(Map.of("FROM", "here", "TO", "there", "PASSWORD", "open sesame"));
    assertThat(function.secrets()).allMatch(path -> path.startsWith("environment")).isNotEmpty();
    assertThat(function.input("kmsKeyArn")).isEqualTo(FakeClouds.arn("kms", "key/copy-key-id"));
    assertThat(program.childrenOf("copy-key"))
        .extracting(RecordedResource::toString)
        .containsExactly("aws:kms/key:Key copy-key");
  }

  @Test
  void rotatesTheKeyAndDeletesItSoon() {
    var key = withSecret().resource("aws:kms/key:Key", "copy-key");
    assertThat(key.input("enableKeyRotation")).isEqualTo(true);
    assertThat(key.input("deletionWindowInDays")).isEqualTo(7.0);
  }

  @Test
  void allowsOnlyTheFunctionToDecryptOutsideOfLambda() {
    var policy = withSecret().resource("aws:kms/key:Key", "copy-key").policy("policy");
    assertThat(policy)
        .filteredOn(statement -> statement.actions().contains("kms:Decrypt"))
        .containsExactlyInAnyOrder(
            new PolicyStatement(
                "ConfigureFunctions",
                "Allow",
                "{AWS=arn:aws:iam::123456789012:root}",
                Set.of("kms:CreateGrant", "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"),
                Set.of("*"),
                Map.of("StringEquals", Map.of("kms:ViaService", "lambda.eu-west-1.amazonaws.com"))),
            new PolicyStatement(
                "Decrypt",
                "Allow",
                "{AWS=arn:aws:iam::123456789012:role/copy-role-1a2b3c4}",
                Set.of("kms:Decrypt"),
                Set.of("*"),
                Map.of()));
  }

  @Test
  void leavesTheKeyManageable() {
    // KMS refuses a policy that locks out its author.
    assertThat(withSecret().resource("aws:kms/key:Key", "copy-key").policy("policy"))
        .filteredOn(statement -> statement.sid().equals("Administer"))
        .singleElement()
        .satisfies(
            statement -> {
              assertThat(statement.principal()).isEqualTo("{AWS=arn:aws:iam::123456789012:root}");
              assertThat(statement.actions())
                  .contains("kms:PutKeyPolicy", "kms:ScheduleKeyDeletion")
                  .noneMatch(action -> action.contains("*"));
            });
  }
}
