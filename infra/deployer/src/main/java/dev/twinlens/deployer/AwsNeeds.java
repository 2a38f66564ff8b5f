package dev.twinlens.deployer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The table of what the AWS provider calls: {@code aws.yaml}. */
final class AwsNeeds {
  static final String FILE = "aws.yaml";

  private final Map<String, List<Need>> byType = new TreeMap<>();

  private AwsNeeds() {}

  static AwsNeeds read() {
    return from(Table.read(FILE));
  }

  static AwsNeeds from(Map<String, Object> table) {
    var needs = new AwsNeeds();
    table.forEach((file, types) -> needs.addFile(file, Table.map(types, file)));
    return needs;
  }

  private void addFile(String file, Map<String, Object> types) {
    var sids = new HashSet<String>();
    types.forEach(
        (type, entries) -> {
          var where = FILE + ": " + type;
          var ofType = new ArrayList<Need>();
          for (var entry : Table.list(entries, where)) {
            var need = Need.from(file, Table.map(entry, where), where);
            if (!sids.add(need.sid())) {
              throw new IllegalArgumentException(where + " repeats the sid " + need.sid());
            }
            ofType.add(need);
          }
          if (byType.put(type, List.copyOf(ofType)) != null) {
            throw new IllegalArgumentException(where + " is there twice");
          }
        });
  }

  /** Every type and function that the table knows. */
  Set<String> types() {
    return byType.keySet();
  }

  /**
   * What a type of resource, or a function, takes.
   *
   * @throws IllegalArgumentException if the table does not know it
   */
  List<Need> of(String type) {
    var needs = byType.get(type);
    if (needs == null) {
      throw new IllegalArgumentException(
          "%s does not say what deploying %s takes: add it"
              .formatted(Table.FOLDER.resolve(FILE), type));
    }
    return needs;
  }
}
