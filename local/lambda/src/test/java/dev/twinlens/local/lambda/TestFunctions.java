package dev.twinlens.local.lambda;

import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.iam.PolicyDocument;
import dev.twinlens.local.iam.ResourcePolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Functions of the handlers that are compiled with the tests. */
final class TestFunctions {
  static final String REGION = "eu-central-1";
  static final String ACCOUNT = "000000000000";

  private TestFunctions() {}

  /** A function of this handler class, with the jars of the libraries' classes. */
  static FunctionConfiguration function(
      Path directory, String name, Class<?> handler, Class<?>... libraries) {
    return new FunctionConfiguration(
        name,
        arn(name),
        new FunctionConfiguration.Code(
            handler.getName(),
            zip(directory.resolve(name + ".zip"), List.of(handler), List.of(libraries))),
        new FunctionConfiguration.Limits(256, Duration.ofSeconds(20)),
        Map.of(),
        role(name, trust("lambda.amazonaws.com"), Optional.empty()),
        new FunctionConfiguration.AwsAccess(
            "AKIATEST", "secret", REGION, URI.create("http://127.0.0.1:1")));
  }

  static String arn(String name) {
    return "arn:aws:lambda:" + REGION + ":" + ACCOUNT + ":function:" + name;
  }

  /** An account whose function roles may write their logs. */
  static AccessControl access(String... functions) {
    AccessControl access =
        new AccessControl("arn:aws:iam::" + ACCOUNT + ":user/administrator", Clock.systemUTC());
    for (String function : functions) {
      access.putPolicy(roleArn(function), "logs", logging(function));
    }
    return access;
  }

  static String logging(String function) {
    return """
        {"Version": "2012-10-17", "Statement": [{"Sid": "WriteLogs", "Effect": "Allow",
          "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
          "Resource": "%s:log-stream:*"}]}
        """
        .formatted(logGroupArn(function));
  }

  static ExecutionRole role(
      String function, ResourcePolicy trust, Optional<ResourcePolicy> environmentKey) {
    return new ExecutionRole(
        roleArn(function), trust, environmentKey, function + "-logs", logGroupArn(function));
  }

  static ResourcePolicy trust(String service) {
    return ResourcePolicy.required(
        "arn:aws:iam::000000000000:role/any",
        PolicyDocument.parse(
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
              "Principal": {"Service": "%s"}, "Action": "sts:AssumeRole"}]}
            """
                .formatted(service)));
  }

  static String roleArn(String function) {
    return "arn:aws:iam::" + ACCOUNT + ":role/" + function;
  }

  private static String logGroupArn(String function) {
    return "arn:aws:logs:" + REGION + ":" + ACCOUNT + ":log-group:" + function + "-logs";
  }

  static FunctionConfiguration with(FunctionConfiguration function, ExecutionRole role) {
    return new FunctionConfiguration(
        function.name(),
        function.arn(),
        function.code(),
        function.limits(),
        function.environment(),
        role,
        function.aws());
  }

  static FunctionConfiguration with(
      FunctionConfiguration function, Map<String, String> environment) {
    return new FunctionConfiguration(
        function.name(),
        function.arn(),
        function.code(),
        function.limits(),
        environment,
        function.role(),
        function.aws());
  }

  static FunctionConfiguration with(FunctionConfiguration function, Duration timeout) {
    return new FunctionConfiguration(
        function.name(),
        function.arn(),
        function.code(),
        new FunctionConfiguration.Limits(function.limits().memoryMiB(), timeout),
        function.environment(),
        function.role(),
        function.aws());
  }

  static FunctionConfiguration withHandler(FunctionConfiguration function, String handler) {
    return new FunctionConfiguration(
        function.name(),
        function.arn(),
        new FunctionConfiguration.Code(handler, function.code().archive()),
        function.limits(),
        function.environment(),
        function.role(),
        function.aws());
  }

  static FunctionConfiguration withEndpoint(FunctionConfiguration function, URI endpoint) {
    return new FunctionConfiguration(
        function.name(),
        function.arn(),
        function.code(),
        function.limits(),
        function.environment(),
        function.role(),
        new FunctionConfiguration.AwsAccess("AKIATEST", "secret", REGION, endpoint));
  }

  static Path zip(Path target, List<Class<?>> classes, List<Class<?>> libraries) {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(target))) {
      for (Class<?> type : classes) {
        String name = type.getName().replace('.', '/') + ".class";
        zip.putNextEntry(new ZipEntry(name));
        try (InputStream content = type.getClassLoader().getResourceAsStream(name)) {
          content.transferTo(zip);
        }
      }
      for (Class<?> type : libraries) {
        Path jar = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        zip.putNextEntry(new ZipEntry("lib/" + jar.getFileName()));
        Files.copy(jar, zip);
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
