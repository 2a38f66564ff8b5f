package dev.twinlens.infra.controls;

import static dev.twinlens.infra.controls.Check.each;
import static dev.twinlens.infra.controls.Conditions.belongingTo;
import static dev.twinlens.infra.controls.Conditions.is;
import static dev.twinlens.infra.controls.Conditions.present;
import static dev.twinlens.infra.controls.PolicyChecks.allows;
import static dev.twinlens.infra.controls.PolicyChecks.allowsOnlyServices;
import static dev.twinlens.infra.controls.PolicyChecks.tlsOnly;

import dev.twinlens.infra.graph.FakeClouds;
import dev.twinlens.infra.graph.RecordedResource;
import dev.twinlens.infra.graph.RecordedStack;

/** Controls of SQS and SNS. */
final class MessagingControls {
  private MessagingControls() {}

  static void addTo(ControlChecks checks) {
    queues(checks);
    topics(checks);
  }

  private static void queues(ControlChecks checks) {
    checks.met(
        each(Types.QUEUE, is("sqsManagedSseEnabled", true), "is encrypted"),
        "SQS.1",
        "AwsSolutions-SQS2",
        "CKV_AWS_27");
    checks.met(
        each(Types.QUEUE, MessagingControls::hasOrIsDeadLetters, "has a dead-letter queue"),
        "AwsSolutions-SQS3");
    checks.met(tlsOnly(Types.QUEUE, Types.QUEUE_POLICY, "queueUrl", "sqs:*"), "AwsSolutions-SQS4");
    checks.met(
        allows(Types.QUEUE_POLICY, PolicyChecks::namesActions, "allows single actions"),
        "CKV_AWS_72");
    checks.met(allowsOnlyServices(Types.QUEUE_POLICY), "CKV_AWS_168", "CKV_AWS_387");
  }

  private static void topics(ControlChecks checks) {
    checks.met(allowsOnlyServices(Types.TOPIC_POLICY), "SNS.4", "CKV_AWS_169", "CKV_AWS_385");
    checks.met(tlsOnly(Types.TOPIC, Types.TOPIC_POLICY, "arn", "sns:Publish"), "AwsSolutions-SNS3");
    // Partly: S3 and CloudWatch cannot use AWS's own key.
    checks.met(
        each(
            Types.TOPIC,
            (recorded, topic) ->
                belongingTo(recorded, topic, Types.TOPIC_POLICY, "arn").stream()
                        .flatMap(policy -> policy.policy("policy").stream())
                        .anyMatch(statement -> statement.effect().equals("Allow"))
                    || present("kmsMasterKeyId").test(topic),
            "is encrypted unless a service publishes to it"),
        "SNS.1",
        "CKV_AWS_26");
  }

  private static boolean hasOrIsDeadLetters(RecordedStack recorded, RecordedResource queue) {
    return present("redrivePolicy").test(queue)
        || recorded.resources(Types.QUEUE).stream()
            .anyMatch(
                other ->
                    String.valueOf(other.find("redrivePolicy"))
                        .contains(":" + FakeClouds.physicalName(queue.name()) + "\""));
  }
}
