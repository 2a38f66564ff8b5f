package dev.twinlens.infra.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.infra.Recordings;
import dev.twinlens.infra.graph.RecordedResource;
import dev.twinlens.infra.graph.RecordedStack;
import dev.twinlens.runtime.config.Environment;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The variables that the program sets on each function, against those that its handler reads when
 * Lambda creates it. Creating a handler calls no service.
 */
class HandlerVariablesTest {
  private static final String REGION = "aws.region";

  /** Lambda sets the region itself. */
  @BeforeAll
  static void setRegion() {
    System.setProperty(REGION, "eu-central-1");
  }

  @AfterAll
  static void clearRegion() {
    System.clearProperty(REGION);
  }

  static Set<String> stacks() {
    return Recordings.PROJECT.stacks().keySet();
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void areThoseThatTheHandlerReads(String stack) {
    var functions =
        Recordings.everyFormOf(stack).stream()
            .map(HandlerVariablesTest::functions)
            .flatMap(Set::stream)
            .collect(Collectors.toSet());
    assertThat(functions.stream().map(Deployed::name).distinct()).hasSize(9);
    assertThat(functions.stream().flatMap(Deployed::problems).distinct().sorted()).isEmpty();
  }

  private static Set<Deployed> functions(RecordedStack stack) {
    return stack.resources("aws:lambda/function:Function").stream()
        .map(Deployed::of)
        .collect(Collectors.toSet());
  }

  private record Deployed(String name, String handler, Map<String, String> variables) {
    static Deployed of(RecordedResource function) {
      var variables = new HashMap<String, String>();
      ((Map<?, ?>) function.input("environment.variables"))
          .forEach((name, value) -> variables.put((String) name, (String) value));
      return new Deployed(
          function.name(), ((String) function.input("handler")).split("::", 2)[0], variables);
    }

    Stream<String> problems() {
      var environment = new Environment(variables);
      var problems = new ArrayList<String>();
      try {
        Class.forName(handler).getConstructor(Environment.class).newInstance(environment);
      } catch (InvocationTargetException e) {
        problems.add(name + ": " + e.getCause().getMessage());
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("%s has no handler %s".formatted(name, handler), e);
      }
      var unread = new TreeSet<>(variables.keySet());
      unread.removeAll(environment.namesRead());
      unread.forEach(
          variable -> problems.add("%s: %s is set, but not read".formatted(name, variable)));
      return problems.stream();
    }
  }
}
