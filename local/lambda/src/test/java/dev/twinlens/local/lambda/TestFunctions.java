package dev.twinlens.local.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Deployment packages of the handlers that are compiled with the tests. */
public final class TestFunctions {
  public static final String REGION = "eu-central-1";
  public static final String ACCOUNT = "000000000000";

  private TestFunctions() {}

  /** A function of this handler class, with the classes and jars of the libraries' classes. */
  public static FunctionSpec function(
      Path directory, String name, Class<?> handler, Class<?>... libraries) {
    return new FunctionSpec(
        name,
        arn(name),
        handler.getName(),
        zip(directory.resolve(name + ".zip"), List.of(handler), List.of(libraries)),
        256,
        Duration.ofSeconds(20),
        Map.of(),
        "AKIATEST",
        "secret",
        REGION,
        URI.create("http://127.0.0.1:1"));
  }

  public static String arn(String name) {
    return "arn:aws:lambda:" + REGION + ":" + ACCOUNT + ":function:" + name;
  }

  static FunctionSpec with(FunctionSpec spec, Duration timeout) {
    return with(spec, spec.handler(), timeout, spec.environment(), spec.awsEndpoint());
  }

  public static FunctionSpec with(FunctionSpec spec, Map<String, String> environment) {
    return with(spec, spec.handler(), spec.timeout(), environment, spec.awsEndpoint());
  }

  static FunctionSpec with(
      FunctionSpec spec,
      String handler,
      Duration timeout,
      Map<String, String> environment,
      URI awsEndpoint) {
    return new FunctionSpec(
        spec.name(),
        spec.arn(),
        handler,
        spec.archiveZip(),
        spec.memoryMiB(),
        timeout,
        environment,
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
