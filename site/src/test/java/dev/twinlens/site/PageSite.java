package dev.twinlens.site;

import dev.twinlens.local.hosting.AmplifyHosting;
import dev.twinlens.local.hosting.AmplifySpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.openqa.selenium.io.FileHandler;

/** The project's own page, built and served as the program has Amplify do it, with a strict CSP. */
final class PageSite {
  static final Path REPOSITORY = Path.of(System.getProperty("twinlens.home", ".."));
  static final Path PHOTOS = REPOSITORY.resolve("photos");

  private static final String BUILD_SPEC =
      """
      version: 1
      frontend:
        phases:
          build:
            commands:
              - printf '{"apiUrl":"%s"}\\n' "$API_URL" > site/public/config.json
        artifacts:
          baseDirectory: site/public
          files:
            - '**/*'
      """;

  private PageSite() {}

  /** The folder has to be new: the site's files, all that the build reads, are laid there first. */
  static AmplifyHosting serve(FakeApi api, Path folder, int port) {
    Path repository = folder.resolve("repository");
    copy(REPOSITORY.resolve("site/public"), repository.resolve("site/public"));
    String headers =
        """
        customHeaders:
          - pattern: '**'
            headers:
              - key: Content-Security-Policy
                value: "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: %1$s; connect-src 'self' %1$s; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
              - key: X-Content-Type-Options
                value: nosniff
        """
            .formatted(api.endpoint());
    AmplifyHosting hosting =
        AmplifyHosting.start(
            new AmplifySpec(
                repository,
                folder.resolve("data"),
                BUILD_SPEC,
                Map.of(),
                Map.of("API_URL", api.endpoint().toString()),
                headers),
            port);
    api.allowOrigin(hosting.endpoint());
    return hosting;
  }

  private static void copy(Path from, Path to) {
    try {
      FileHandler.copy(from.toFile(), to.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
