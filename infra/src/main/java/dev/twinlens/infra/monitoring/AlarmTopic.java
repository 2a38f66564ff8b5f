package dev.twinlens.infra.monitoring;

import com.pulumi.aws.sns.Topic;
import com.pulumi.aws.sns.TopicArgs;
import com.pulumi.aws.sns.TopicPolicy;
import com.pulumi.aws.sns.TopicPolicyArgs;
import com.pulumi.aws.sns.TopicSubscription;
import com.pulumi.aws.sns.TopicSubscriptionArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.twinlens.infra.policy.Policies;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.policybuilder.iam.IamConditionOperator;
import software.amazon.awssdk.policybuilder.iam.IamEffect;
import software.amazon.awssdk.policybuilder.iam.IamPrincipalType;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/** Sends alarms by mail. Creates a topic for the account's alarms, and its subscription. */
final class AlarmTopic extends ComponentResource {
  private final Topic topic;

  /**
   * What a caller decides.
   *
   * @param email who gets the alarms, once the subscription is confirmed
   * @param accountId the account whose alarms may use the topic
   */
  record Args(String email, Output<String> accountId) {}

  AlarmTopic(String name, Args args, ComponentResourceOptions options) {
    super("twinlens:infra:AlarmTopic", name, options);
    var child = CustomResourceOptions.builder().parent(this).build();
    // Not encrypted: CloudWatch cannot use AWS's own key, and alarms have nothing confidential.
    topic = new Topic(name, TopicArgs.Empty, child);
    new TopicPolicy(
        name + "-policy",
        TopicPolicyArgs.builder()
            .arn(topic.arn())
            .policy(
                Output.tuple(topic.arn(), args.accountId())
                    .applyValue(known -> policy(known.t1, known.t2)))
            .build(),
        child);
    new TopicSubscription(
        name + "-email",
        TopicSubscriptionArgs.builder()
            .topic(topic.arn())
            .protocol("email")
            .endpoint(args.email())
            .build(),
        child);
    registerOutputs(Map.of("topicArn", topicArn()));
  }

  private static String policy(String topicArn, String accountId) {
    return Policies.json(
        IamStatement.builder()
            .sid("AllowAlarms")
            .effect(IamEffect.ALLOW)
            .addPrincipal(IamPrincipalType.SERVICE, "cloudwatch.amazonaws.com")
            .addAction("sns:Publish")
            .addResource(topicArn)
            .addCondition(IamConditionOperator.STRING_EQUALS, "aws:SourceAccount", accountId)
            .build(),
        Policies.denyInsecureTransport("sns:Publish", List.of(topicArn)));
  }

  Output<String> topicArn() {
    return topic.arn();
  }
}
