package dev.twinlens.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.infra.graph.RecordedStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What docs/security.md and lambdas/README.md say of roles, against the roles. */
class SecurityPageTest {
  /** What every role, and every consumer's, has besides; the page says so above its tables. */
  private static final Set<String> UNSAID =
      Set.of(
          "logs:CreateLogStream",
          "logs:PutLogEvents",
          "sqs:ReceiveMessage",
          "sqs:DeleteMessage",
          "sqs:GetQueueAttributes");

  private static final Pattern SECTION = Pattern.compile("(?ms)^### ([a-z-]+)$(.*?)(?=^#|\\z)");
  private static final Pattern ACTION = Pattern.compile("(?m)^\\| `([a-z0-9]+:[A-Za-z]+)`");

  private static final RecordedStack PROGRAM =
      Recordings.withCloudFront(Map.of("twinlens:allowDelete", "true"));

  private static Map<String, Set<String>> actionsByFunction() {
    var actions = new TreeMap<String, Set<String>>();
    for (var policy : PROGRAM.resources("aws:iam/rolePolicy:RolePolicy")) {
      actions.put(
          policy.parentName(),
          policy.policy("policy").stream()
              .flatMap(statement -> statement.actions().stream())
              .filter(action -> !UNSAID.contains(action))
              .collect(Collectors.toCollection(TreeSet::new)));
    }
    return actions;
  }

  @Test
  void describesEachRole() throws IOException {
    var page = Files.readString(Path.of("docs/security.md"));
    var section =
        page.substring(page.indexOf("## What each role may do"), page.indexOf("## The dep"));
    var described =
        Pattern.compile("(?m)^\\| ([a-z-]+) \\|")
            .matcher(section)
            .results()
            .map(row -> row.group(1))
            .filter(name -> !name.equals("role"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(described).isEqualTo(actionsByFunction().keySet());
  }

  @Test
  void hasEachActionInTheFunctionsReadme() throws IOException {
    var described = new TreeMap<String, Set<String>>();
    SECTION
        .matcher(Files.readString(Path.of("lambdas/README.md")))
        .results()
        .forEach(
            section -> {
              var actions =
                  ACTION
                      .matcher(section.group(2))
                      .results()
                      .map(row -> row.group(1))
                      .collect(Collectors.toCollection(TreeSet::new));
              if (!actions.isEmpty()) {
                described.put(section.group(1), actions);
              }
            });
    assertThat(described).isEqualTo(actionsByFunction());
  }
}
