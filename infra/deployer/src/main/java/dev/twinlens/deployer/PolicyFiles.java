package dev.twinlens.deployer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files of policies with which the stacks can be deployed, as they follow from the program. */
final class PolicyFiles {
  static final Path FOLDER = Tables.FOLDER.resolve("policies");

  private static final ObjectWriter JSON =
      new JsonMapper()
          .writer(
              new DefaultPrettyPrinter()
                  .withArrayIndenter(new DefaultIndenter("  ", "\n"))
                  .withObjectIndenter(new DefaultIndenter("  ", "\n")));

  private PolicyFiles() {}

  /** Each file's content by its name. */
  static Map<String, String> of(List<DeployableStack> stacks) {
    var files = new TreeMap<String, String>();
    var table = AwsTable.read();
    for (var stack : stacks) {
      AwsPolicies.of(stack, table)
          .forEach(
              (name, policy) ->
                  files.put("aws-%s-%s.json".formatted(stack.name(), name), json(policy)));
    }
    files.put("azure-role.json", json(AzureRole.of(stacks, AzureRole.table())));
    return files;
  }

  private static String json(Map<String, Object> document) {
    try {
      return JSON.writeValueAsString(document) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalArgumentException(impossible);
    }
  }

  /** Makes the folder hold these files and no others. */
  static void write(Map<String, String> files) throws IOException {
    Files.createDirectories(FOLDER);
    for (var name : written().keySet()) {
      if (!files.containsKey(name)) {
        Files.delete(FOLDER.resolve(name));
      }
    }
    for (var file : files.entrySet()) {
      Files.writeString(FOLDER.resolve(file.getKey()), file.getValue());
    }
  }

  /** What the folder holds. */
  static Map<String, String> written() throws IOException {
    var files = new TreeMap<String, String>();
    try (var found = Files.list(FOLDER)) {
      for (var file : found.toList()) {
        files.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return files;
  }
}
