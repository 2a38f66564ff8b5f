package dev.twinlens.local.preview;

import dev.twinlens.local.pulumi.Registration;
import java.util.List;

/**
 * What a deployment of a stack would do.
 *
 * @param steps one for each resource that the program registers, then one for each that it no
 *     longer registers
 * @param registrations what the program registers
 */
public record Plan(String stack, List<PlannedStep> steps, List<Registration> registrations) {
  public Plan {
    steps = List.copyOf(steps);
    registrations = List.copyOf(registrations);
  }

  /** How many resources and components a deployment treats so. */
  public long count(Action action) {
    return steps.stream().filter(step -> step.action() == action).count();
  }

  /** Whether a deployment would change nothing. */
  public boolean isEmpty() {
    return count(Action.SAME) == steps.size();
  }

  /** The steps that Pulumi refuses, because the resource is protected. */
  List<PlannedStep> refused() {
    return steps.stream().filter(PlannedStep::isRefused).toList();
  }
}
