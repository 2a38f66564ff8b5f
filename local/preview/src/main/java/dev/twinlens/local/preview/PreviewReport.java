package dev.twinlens.local.preview;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinlens.local.pulumi.analyzer.PolicyReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A plan and what follows from it.
 *
 * @param missing the permissions that the deployer lacks; empty when none were given to compare
 * @param policy what the policy pack reports; empty when it was not asked
 */
public record PreviewReport(
    Plan plan,
    Optional<List<DeployerPermission>> missing,
    Optional<List<PolicyReport>> policy,
    MonthlyCost cost) {
  /** Whether a deployment of the plan would be refused. */
  public boolean isRefused() {
    return !plan.refused().isEmpty()
        || missing.filter(permissions -> !permissions.isEmpty()).isPresent()
        || policy.stream().flatMap(List::stream).anyMatch(PolicyReport::isMandatory);
  }

  /** For a person. */
  public String text() {
    return String.join("\n", lines()) + "\n";
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>(PlanText.of(plan));
    lines.add("");
    lines.add("The deployer's rights:");
    missing.ifPresentOrElse(
        permissions -> {
          lines.add(
              permissions.isEmpty()
                  ? "    complete"
                  : "    %d are missing:".formatted(permissions.size()));
          lines.addAll(byAction(permissions));
        },
        () ->
            lines.add(
                "    not compared. --policies DIR compares them with the JSON files in DIR, such as the output of aws iam get-policy-version"));
    lines.add("");
    lines.add("Policy pack:");
    policy.ifPresentOrElse(
        reports -> addPolicy(lines, reports),
        () -> lines.add("    not asked: --no-policy-pack was given"));
    lines.add("");
    lines.add("Cost:");
    lines.addAll(cost.lines());
    return lines;
  }

  /** A line for each action; a policy may name many resources for one. */
  private static List<String> byAction(List<DeployerPermission> permissions) {
    Map<String, List<DeployerPermission>> actions = new TreeMap<>();
    permissions.forEach(
        permission ->
            actions
                .computeIfAbsent(permission.action(), action -> new ArrayList<>())
                .add(permission));
    return actions.values().stream()
        .map(
            lacking ->
                "    - %s%s"
                    .formatted(
                        lacking.get(0),
                        lacking.size() == 1
                            ? ""
                            : " and %d other resources".formatted(lacking.size() - 1)))
        .toList();
  }

  private static void addPolicy(List<String> lines, List<PolicyReport> reports) {
    List<PolicyReport> violations = reports.stream().filter(PolicyReport::isMandatory).toList();
    lines.add(
        violations.isEmpty()
            ? "    no violation"
            : "    %d violations:".formatted(violations.size()));
    violations.forEach(violation -> lines.add("    - " + violation));
    reports.stream()
        .filter(report -> report.verdict() == PolicyReport.Verdict.ADVISED)
        .forEach(advice -> lines.add("    advice: " + advice));
    long undecided =
        reports.stream()
            .filter(report -> report.verdict() == PolicyReport.Verdict.UNDECIDED)
            .count();
    if (undecided > 0) {
      lines.add(
          "    %d cannot be decided before the deployment, because an input is not known yet"
              .formatted(undecided));
    }
  }

  /** For a program. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("stack", plan.stack());
    ObjectNode summary = json.putObject("summary");
    for (Action action : Action.values()) {
      summary.put(action == Action.SAME ? "unchanged" : action.label(), plan.count(action));
    }
    ArrayNode steps = json.putArray("steps");
    plan.steps().stream()
        .filter(step -> step.action() != Action.SAME)
        .forEach(step -> addStep(steps, step));
    missing.ifPresent(
        permissions -> {
          ArrayNode list = json.putArray("missingPermissions");
          permissions.forEach(permission -> list.add(permission.toString()));
        });
    policy.ifPresent(
        reports -> {
          ArrayNode list = json.putArray("policyReports");
          reports.forEach(
              report ->
                  list.addObject()
                      .put("rule", report.rule())
                      .put("urn", report.urn())
                      .put("message", report.message())
                      .put("verdict", report.verdict().name().toLowerCase(Locale.ROOT)));
        });
    json.put("monthlyCostAtRest", Math.round(cost.atRest() * 100) / 100.0);
    return json;
  }

  private static void addStep(ArrayNode steps, PlannedStep step) {
    ObjectNode json =
        steps
            .addObject()
            .put("action", step.action().label())
            .put("urn", step.urn())
            .put("protected", step.isProtected());
    step.differences().changes().keySet().forEach(json.putArray("changes")::add);
    step.differences().replacing().forEach(json.putArray("replacing")::add);
    step.differences().notCompared().forEach(json.putArray("secretsNotCompared")::add);
  }
}
