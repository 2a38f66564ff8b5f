package dev.twinlens.site;

import dev.twinlens.local.hosting.AmplifyHosting;
import dev.twinlens.local.hosting.AmplifySpec;
import dev.twinlens.local.support.BoundPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.openqa.selenium.io.FileHandler;

/**
 * The page, built and served as the program has Amplify do it, with a strict content security
 * policy. A test can change its files.
 */
final class ServedSite implements AutoCloseable {
  private static final Path MODULE = Path.of(System.getProperty("twinlens.home", ".."), "site");
  private static final String BUILD_SPEC =
      """
      version: 1
      frontend:
        phases:
          build:
            commands:
              - printf '{"apiUrl":"%s"}\\n' "$API_URL" > public/config.json
        artifacts:
          baseDirectory: public
          files:
            - '**/*'
      """;

  private static final String HEADERS =
      """
      customHeaders:
        - pattern: '**'
          headers:
            - key: Content-Security-Policy
              value: "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: %1$s; connect-src 'self' %1$s; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            - key: X-Content-Type-Options
              value: nosniff
      """;

  private final Path repository;
  private final Path data;
  private final AmplifyHosting hosting;

  private ServedSite(Path repository, Path data, AmplifyHosting hosting) {
    this.repository = repository;
    this.data = data;
    this.hosting = hosting;
  }

  /**
   * @param folder a new folder
   */
  static ServedSite start(URI api, Path folder) {
    Path repository = folder.resolve("repository");
    Path data = folder.resolve("data");
    copy(MODULE.resolve("public"), repository.resolve("public"));
    AmplifySpec spec =
        new AmplifySpec(
            repository,
            data,
            BUILD_SPEC,
            Map.of(),
            Map.of("API_URL", api.toString()),
            HEADERS.formatted(api));
    return new ServedSite(repository, data, AmplifyHosting.start(spec, BoundPort.any()));
  }

  private static void copy(Path from, Path to) {
    try {
      FileHandler.copy(from.toFile(), to.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI endpoint() {
    return hosting.endpoint();
  }

  @Override
  public void close() {
    hosting.close();
  }

  /** Adds the files that the build of this module generates. */
  void addGeneratedFiles() {
    copy(MODULE.resolve("target/generated"), repository.resolve("public"));
  }

  /** Removes a module, as if its request had failed. */
  void remove(String module) throws IOException {
    Files.delete(served(module));
  }

  /** Puts a removed module back. */
  void restore(String module) throws IOException {
    Files.copy(MODULE.resolve("public/js").resolve(module), served(module));
  }

  /** Removes the file that names the API. */
  void removeConfiguration() {
    try {
      Files.delete(data.resolve("amplify/repository/public/config.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Translates the page into a language that is read from right to left, with marked texts. */
  void translate() throws IOException {
    Path texts = served("texts.js");
    String original = Files.readString(texts);
    Files.writeString(
        texts,
        original
                .replace("export const texts =", "const original =")
                .replace("direction: 'ltr'", "direction: 'rtl'")
            + """
            const plain = ['language', 'direction'];
            const marked = (text) =>
                typeof text === 'string' ? `⟦${text}⟧`
                : typeof text === 'function' ? (...values) => marked(text(...values))
                : Object.fromEntries(Object.entries(text).map(
                    ([name, value]) => [name, plain.includes(name) ? value : marked(value)]));
            export const texts = marked(original);
            """);
  }

  private Path served(String module) {
    return repository.resolve("public/js").resolve(module);
  }
}
