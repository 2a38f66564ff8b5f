package dev.twinlens.local.deployment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The versions of the providers whose SDKs the program uses: the plugins must have these. */
final class ProviderVersions {
  private ProviderVersions() {}

  /** By package. The build writes them. */
  static Map<String, String> load() {
    try (InputStream file =
        ProviderVersions.class.getResourceAsStream("provider-versions.properties")) {
      Properties properties = new Properties();
      properties.load(file);
      Map<String, String> versions = new TreeMap<>();
      properties.forEach((name, version) -> versions.put((String) name, (String) version));
      return versions;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
