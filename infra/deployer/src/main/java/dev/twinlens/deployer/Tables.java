package dev.twinlens.deployer;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the tables of what deploying a type of resource needs. Unknown and repeated keys fail. */
final class Tables {
  /** Where the tables and the folder of policies are, from the repository's root. */
  static final Path FOLDER = Path.of("infra", "deployer");

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .addModule(new Jdk8Module())
          .build();

  private Tables() {}

  static <T> T read(String file, TypeReference<T> type) {
    try {
      return parse(Files.readString(FOLDER.resolve(file)), type);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /**
   * Reads a table.
   *
   * @throws IllegalArgumentException naming the place and what is wrong there
   */
  static <T> T parse(String yaml, TypeReference<T> type) {
    try {
      return YAML.readValue(yaml, type);
    } catch (IOException malformed) {
      throw new IllegalArgumentException(malformed.getMessage(), malformed);
    }
  }
}
