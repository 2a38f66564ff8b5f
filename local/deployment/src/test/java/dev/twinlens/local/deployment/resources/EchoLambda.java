package dev.twinlens.local.deployment.resources;

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

/** Lambda with one function, {@code echo}, whose class is missing: each invocation fails. */
final class EchoLambda implements AutoCloseable {
  static final String ARN = "arn:aws:lambda:eu-central-1:000000000000:function:echo";

  private static final String ROLE = "arn:aws:iam::000000000000:role/echo";

  private final LambdaService lambda;

  private EchoLambda(LambdaService lambda) {
    this.lambda = lambda;
  }

  static EchoLambda in(Path directory) throws IOException {
    AccessControl access =
        new AccessControl("arn:aws:iam::000000000000:user/administrator", Clock.systemUTC());
    LambdaService lambda =
        new LambdaService(access, directory.resolve("functions"), directory.resolve("logs"));
    lambda.createFunction(
        new FunctionConfiguration(
            "echo",
            ARN,
            new FunctionConfiguration.Code("dev.twinlens.Missing", emptyArchive(directory)),
            new FunctionConfiguration.Limits(128, Duration.ofSeconds(10)),
            Map.of(),
            new ExecutionRole(ROLE, trust(), Optional.empty(), "echo", "arn:aws:logs:echo"),
            new FunctionConfiguration.AwsAccess(
                "key", "secret", "eu-central-1", URI.create("http://127.0.0.1:1"))));
    return new EchoLambda(lambda);
  }

  LambdaService service() {
    return lambda;
  }

  /** Lets a service invoke the function for a resource. */
  void permit(String service, String sourceArn) {
    lambda.addPermission("echo", "permit", "lambda:InvokeFunction", service, sourceArn);
  }

  private static Path emptyArchive(Path directory) throws IOException {
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

  @Override
  public void close() {
    lambda.close();
  }
}
