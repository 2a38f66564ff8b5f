package dev.twinlens.infra.controls;

import static dev.twinlens.infra.controls.Check.each;
import static dev.twinlens.infra.controls.Check.none;
import static dev.twinlens.infra.controls.Conditions.contains;
import static dev.twinlens.infra.controls.Conditions.present;

import dev.twinlens.infra.graph.RecordedResource;

/** Controls of API Gateway. */
final class ApiControls {
  private ApiControls() {}

  static void addTo(ControlChecks checks) {
    var logged =
        each(Types.STAGE, present("accessLogSettings.destinationArn"), "has an access log");
    checks.met(
        logged,
        "APIGateway.9",
        "AwsSolutions-APIG1",
        "APIGWAccessLogging",
        "CKV_AWS_76",
        "CKV_AWS_95");
    checks.met(each(Types.STAGE, ApiControls::logsJson, "logs JSON"), "APIGWStructuredLogging");
    checks.met(
        each(
            Types.STAGE,
            present("defaultRouteSettings.throttlingRateLimit")
                .and(present("defaultRouteSettings.throttlingBurstLimit")),
            "has limits of its own"),
        "APIGWDefaultThrottling");
    checks.met(
        each(Types.API, contains("corsConfiguration.allowOrigins", "*").negate(), "names origins")
            .and(
                each(
                    Types.BUCKET_CORS,
                    contains("corsRules.0.allowedOrigins", "*").negate(),
                    "names origins"))
            .and(none(Types.FUNCTION_URL)),
        "CKV2_AWS_75");
  }

  private static boolean logsJson(RecordedResource stage) {
    try {
      return !stage.json("accessLogSettings.format").isEmpty();
    } catch (IllegalArgumentException notJson) {
      return false;
    }
  }
}
