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

/** Deployment packages of the handlers that are compiled with the tests. */
public final class TestFunctions {
  public static final String REGION = "eu-central-1";
  public static final String ACCOUNT = "000000000000";

  private TestFunctions() {}

  /** A function of this handler class, with the classes and jars of the libraries' classes. */
  public static FunctionConfiguration function(
      Path directory, String name, Class<?> handler, Class<?>... libraries) {
    return new FunctionConfiguration(
        name,
        arn(name),
        handler.getName(),
        zip(directory.resolve(name + ".zip"), List.of(handler), List.of(libraries)),
        256,
        Duration.ofSeconds(20),
        Map.of(),
        role(name, trust("lambda.amazonaws.com"), Optional.empty()),
        "AKIATEST",
        "secret",
        REGION,
        URI.create("http://127.0.0.1:1"));
  }

  public static String arn(String name) {
    return "arn:aws:lambda:" + REGION + ":" + ACCOUNT + ":function:" + name;
  }

  /** An account in which the functions' roles may write their logs. */
  public static AccessControl access(String... functions) {
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

  static FunctionConfiguration with(FunctionConfiguration spec, ExecutionRole role) {
    return new FunctionConfiguration(
        spec.name(),
        spec.arn(),
        spec.handler(),
        spec.archiveZip(),
        spec.memoryMiB(),
        spec.timeout(),
        spec.environment(),
        role,
        spec.accessKeyId(),
        spec.secretAccessKey(),
        spec.region(),
        spec.awsEndpoint());
  }

  static FunctionConfiguration with(FunctionConfiguration spec, Duration timeout) {
    return with(spec, spec.handler(), timeout, spec.environment(), spec.awsEndpoint());
  }

  public static FunctionConfiguration with(
      FunctionConfiguration spec, Map<String, String> environment) {
    return with(spec, spec.handler(), spec.timeout(), environment, spec.awsEndpoint());
  }

  static FunctionConfiguration with(
      FunctionConfiguration spec,
      String handler,
      Duration timeout,
      Map<String, String> environment,
      URI awsEndpoint) {
    return new FunctionConfiguration(
        spec.name(),
        spec.arn(),
        handler,
        spec.archiveZip(),
        spec.memoryMiB(),
        timeout,
        environment,
        spec.role(),
        spec.accessKeyId(),
        spec.secretAccessKey(),
        spec.region(),
        awsEndpoint);
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
