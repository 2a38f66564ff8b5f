package dev.twinlens.e2e;

import dev.twinlens.local.deployment.DeploymentListener;
import dev.twinlens.local.deployment.DeploymentOptions;
import dev.twinlens.local.deployment.LocalDeployment;
import dev.twinlens.local.pulumi.ResourceRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands tests the dev stack, deployed by {@code ./twinlens up}'s own code. It is started once for
 * all test classes and stopped after the last of them.
 */
final class Laptop implements ParameterResolver {
  static final Path HOME = Path.of(System.getProperty("twinlens.home"));
  static final Path PHOTOS = Path.of(System.getProperty("twinlens.photos"));

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Stack.class;
  }

  @Override
  public Stack resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(Laptop.class))
        .computeIfAbsent(
            Running.class, type -> new Running(start(temporaryFolder(), "dev")), Running.class)
        .stack();
  }

  /**
   * Starts a stack of the caller's own, to be closed by the caller. The functions that answer the
   * page are awake: a test is to see what they answer, not how long a JVM takes to start.
   */
  static Stack start(Path dataDirectory, String stack) {
    Stack started;
    try {
      Routes routes = new Routes();
      LocalDeployment deployment =
          LocalDeployment.start(new DeploymentOptions(HOME, dataDirectory, stack, 0), routes);
      started = new Stack(deployment, dataDirectory, routes.keys);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    try {
      started.awaitOk("/images?limit=1");
      started.awaitOk("/uploads");
      return started;
    } catch (RuntimeException asleep) {
      started.close();
      throw asleep;
    }
  }

  static byte[] photo(String name) {
    try {
      return Files.readAllBytes(PHOTOS.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory(Files.createDirectories(Path.of("target/data")), "dev");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Running(Stack stack) implements AutoCloseable {
    @Override
    public void close() {
      stack.close();
    }
  }

  /** Hears which routes the program registers. */
  private static final class Routes implements DeploymentListener {
    private final Set<String> keys = ConcurrentHashMap.newKeySet();

    @Override
    public void phase(String name) {}

    @Override
    public void provisioned(ResourceRequest request) {
      if (request.type().equals("aws:apigatewayv2/route:Route")) {
        keys.add(request.inputs().string("routeKey"));
      }
    }

    @Override
    public void message(Severity severity, String text) {}
  }
}
