package dev.twinlens.local.services;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The services for a test class; each test uses names of its own. */
final class LocalAws implements BeforeAllCallback, AfterAllCallback {
  private Path data;
  private AwsServices services;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    data = Files.createTempDirectory("twinlens-aws");
    services = AwsServices.start(AwsServices.Options.in(data));
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    services.close();
    try (var files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  AwsServices services() {
    return services;
  }

  Path data() {
    return data;
  }

  Clients clients() {
    return new Clients(services);
  }
}
