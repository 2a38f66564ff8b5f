package dev.twinlens.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Injects the dev stack into tests, deployed by the code of {@code ./twinlens up}. It is started
 * once for all test classes and stopped after the last of them.
 */
final class DevStack implements ParameterResolver {
  static final Path PHOTOS = Path.of(System.getProperty("twinlens.photos"));

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Stack.class;
  }

  @Override
  public Stack resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(DevStack.class))
        .computeIfAbsent(
            Running.class,
            type -> new Running(Stack.start(temporaryFolder(), "dev")),
            Running.class)
        .stack();
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
}
