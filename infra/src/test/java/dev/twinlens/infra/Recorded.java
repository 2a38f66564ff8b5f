package dev.twinlens.infra;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What the program registered for a stack.
 *
 * @param stack the stack
 * @param resources its resources
 */
record Recorded(String stack, List<Registered> resources) {
  static List<Recorded> everyFormOf(String stack) {
    return Program.everyFormOf(stack).stream()
        .map(program -> new Recorded(stack, program.registered()))
        .toList();
  }

  List<Registered> of(String type) {
    return resources.stream().filter(resource -> resource.type().equals(type)).toList();
  }

  /** Those of a type that belong to another resource, which they name by an input. */
  List<Registered> belongingTo(Registered owner, String type, String input) {
    return of(type).stream()
        .filter(
            resource ->
                lastPart(String.valueOf(resource.inputs().get(input)))
                    .equals(FakeClouds.physicalName(owner.name())))
        .toList();
  }

  private static String lastPart(String nameOrArnOrUrl) {
    return nameOrArnOrUrl.substring(
        Math.max(nameOrArnOrUrl.lastIndexOf(':'), nameOrArnOrUrl.lastIndexOf('/')) + 1);
  }

  /** The same with changed resources; what becomes null is left out. */
  Recorded with(UnaryOperator<Registered> change) {
    return new Recorded(
        stack, resources.stream().map(change).filter(resource -> resource != null).toList());
  }
}
