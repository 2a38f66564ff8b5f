package dev.twinlens.local.preview;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A plan as Pulumi's CLI prints one: a tree of what changes, and how much. */
final class PlanText {
  private static final Pattern MODULE = Pattern.compile("/[^:]+(?=:[^:]+$)");
  private static final int TYPE_WIDTH = 62;
  private static final int NAME_WIDTH = 36;
  private static final int ACTION_WIDTH = 9;

  private final Plan plan;
  private final Map<String, List<PlannedStep>> children = new LinkedHashMap<>();
  private final Set<String> shown = new LinkedHashSet<>();
  private final List<String> lines = new ArrayList<>();

  private PlanText(Plan plan) {
    this.plan = plan;
    Map<String, PlannedStep> byUrn = new LinkedHashMap<>();
    plan.steps().forEach(step -> byUrn.putIfAbsent(step.urn(), step));
    for (PlannedStep step : plan.steps()) {
      String parent = byUrn.containsKey(step.parent()) ? step.parent() : "";
      children.computeIfAbsent(parent, urn -> new ArrayList<>()).add(step);
      if (step.action() != Action.SAME) {
        show(step, byUrn);
      }
    }
  }

  static List<String> of(Plan plan) {
    PlanText text = new PlanText(plan);
    text.print();
    return text.lines;
  }

  /** With all that it belongs to. */
  private void show(PlannedStep step, Map<String, PlannedStep> byUrn) {
    if (shown.add(step.urn()) && byUrn.containsKey(step.parent())) {
      show(byUrn.get(step.parent()), byUrn);
    }
  }

  private void print() {
    if (!shown.isEmpty()) {
      lines.add(line("  ", "Type", "Name", "Plan", "Info"));
      roots().forEach(root -> print(root, "", ""));
      lines.add("");
    }
    lines.add("Resources:");
    for (Action action : Action.values()) {
      if (action != Action.SAME && plan.count(action) > 0) {
        lines.add("    %-2s %d to %s".formatted(action.sign(), plan.count(action), action.label()));
      }
    }
    if (plan.count(Action.SAME) > 0) {
      lines.add("       %d unchanged".formatted(plan.count(Action.SAME)));
    }
    plan.refused().stream()
        .map(
            step ->
                "error: %s \"%s\" is protected, so Pulumi refuses to %s it"
                    .formatted(step.type(), step.name(), step.action().label()))
        .forEach(lines::add);
  }

  private List<PlannedStep> roots() {
    return visible("");
  }

  private List<PlannedStep> visible(String parent) {
    return children.getOrDefault(parent, List.of()).stream()
        .filter(step -> shown.contains(step.urn()))
        .toList();
  }

  private void print(PlannedStep step, String branch, String indent) {
    lines.add(
        line(
            step.action().sign(),
            branch + MODULE.matcher(step.type()).replaceFirst(""),
            step.name(),
            step.action().label(),
            info(step)));
    List<PlannedStep> below = visible(step.urn());
    for (PlannedStep child : below) {
      boolean isLast = child.equals(below.get(below.size() - 1));
      print(child, indent + (isLast ? "└─ " : "├─ "), indent + (isLast ? "   " : "│  "));
    }
  }

  private static String info(PlannedStep step) {
    List<String> parts = new ArrayList<>();
    if (!step.differences().changes().isEmpty()) {
      parts.add(step.differences().toString());
    }
    if (!step.differences().replacing().isEmpty()) {
      parts.add("replaced by " + String.join(", ", step.differences().replacing()));
    }
    if (!step.differences().notCompared().isEmpty()) {
      parts.add("secret, not compared: " + String.join(", ", step.differences().notCompared()));
    }
    return String.join("; ", parts);
  }

  private static String line(String sign, String type, String name, String action, String info) {
    return " %-2s %s %s %s %s"
        .formatted(
            sign,
            padded(type, TYPE_WIDTH),
            padded(name, NAME_WIDTH),
            padded(action, ACTION_WIDTH),
            info)
        .stripTrailing();
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
