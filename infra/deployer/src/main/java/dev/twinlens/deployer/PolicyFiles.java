package dev.twinlens.deployer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinlens.infra.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files that let somebody deploy the stacks, as they follow from the program. */
final class PolicyFiles {
  static final Path FOLDER = Table.FOLDER.resolve("policies");

  private static final ObjectWriter JSON =
      new JsonMapper()
          .writer(
              new DefaultPrettyPrinter()
                  .withArrayIndenter(new DefaultIndenter("  ", "\n"))
                  .withObjectIndenter(new DefaultIndenter("  ", "\n")));

  private PolicyFiles() {}

  static List<StackGraph> stacks() {
    return Project.stacks().stream().map(StackGraph::of).toList();
  }

  /** Each file's content by its name. */
  static Map<String, String> of(List<StackGraph> stacks) {
    var files = new TreeMap<String, String>();
    var needs = AwsNeeds.read();
    for (var stack : stacks) {
      AwsPolicies.of(stack, needs)
          .forEach(
              (file, policy) ->
                  files.put("aws-%s-%s.json".formatted(stack.stack(), file), json(policy)));
    }
    files.put("azure-role.json", json(AzureRole.of(stacks, Table.read(AzureRole.FILE))));
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
