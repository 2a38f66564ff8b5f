package dev.twinlens.infra.controls;

import static dev.twinlens.infra.controls.Check.each;
import static dev.twinlens.infra.controls.Check.none;
import static dev.twinlens.infra.controls.Conditions.atLeast;
import static dev.twinlens.infra.controls.Conditions.in;
import static dev.twinlens.infra.controls.Conditions.matches;
import static dev.twinlens.infra.controls.Conditions.present;

import dev.twinlens.infra.graph.RecordedResource;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Controls of Lambda and CloudWatch Logs. */
final class FunctionControls {
  /** Lambda's Java runtimes that have no date of deprecation. */
  private static final Set<String> RUNTIMES = Set.of("java17", "java21", "java25");

  private static final Pattern ACCESS_KEY = Pattern.compile("(AKIA|ASIA)[A-Z0-9]{16}");
  private static final Pattern SECRET_NAME =
      Pattern.compile(".*(SAS|SECRET|TOKEN|PASSWORD|CREDENTIAL).*");

  private FunctionControls() {}

  static void addTo(ControlChecks checks) {
    functions(checks);
    logs(checks);
  }

  private static void functions(ControlChecks checks) {
    var forOneSource =
        each(
                Types.PERMISSION,
                matches("principal", "[a-z0-9]+\\.amazonaws\\.com"),
                "is for a service")
            .and(
                each(
                    Types.PERMISSION,
                    matches("sourceArn", "arn:aws:[^*]+:.+"),
                    "is for one source"));
    checks.met(forOneSource.and(none(Types.FUNCTION_URL)), "Lambda.1");
    checks.met(forOneSource, "CKV_AWS_364");
    checks.met(
        each(Types.FUNCTION, in("runtime", RUNTIMES), "has a supported runtime"),
        "Lambda.2",
        "CKV_AWS_363");
    checks.met(
        each(Types.FUNCTION, FunctionControls::hidesSecrets, "has no secret in plain text"),
        "CKV_AWS_45");
    // Partly: where there is a secret.
    checks.met(
        each(
            Types.FUNCTION,
            function -> !hasSecrets(function) || present("kmsKeyArn").test(function),
            "has its secrets under a key"),
        "CKV_AWS_173");
  }

  private static void logs(ControlChecks checks) {
    checks.met(
        each(Types.LOG_GROUP, atLeast("retentionInDays", 1), "expires its logs"),
        "CloudWatchLogGroupRetentionPeriod",
        "CKV_AWS_66");
    // Partly: in prod.
    checks.met(
        each(
            Types.LOG_GROUP,
            (recorded, group) ->
                !recorded.name().equals("prod") || atLeast("retentionInDays", 365).test(group),
            "keeps prod's logs for a year"),
        "CKV_AWS_338");
  }

  private static boolean hasSecrets(RecordedResource function) {
    return function.secrets().stream().anyMatch(path -> path.startsWith("environment"));
  }

  private static boolean hidesSecrets(RecordedResource function) {
    var variables = (Map<?, ?>) function.input("environment.variables");
    return variables.values().stream().noneMatch(text -> ACCESS_KEY.matcher((String) text).find())
        && (hasSecrets(function)
            || variables.keySet().stream()
                .noneMatch(name -> SECRET_NAME.matcher((String) name).matches()));
  }
}
