package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import java.util.Map;
import software.amazon.awssdk.services.sns.SnsClient;

/** Topics, their policies and subscriptions. */
final class SnsResources {
  private final SnsClient sns;
  private final Arns arns;
  private final DeploymentState state;

  SnsResources(SnsClient sns, DeploymentContext context) {
    this.sns = sns;
    this.arns = context.arns();
    this.state = context.state();
  }

  void register(ProvisionerRegistry registry) {
    registry
        .type(
            "aws:sns/topic:Topic",
            this::topic,
            arn -> sns.deleteTopic(delete -> delete.topicArn(arn)))
        .type(
            "aws:sns/topicPolicy:TopicPolicy",
            this::policy,
            arn -> setPolicy(arn, /* policy= */ ""))
        .type(
            "aws:sns/topicSubscription:TopicSubscription",
            this::subscription,
            arn -> sns.unsubscribe(unsubscribe -> unsubscribe.subscriptionArn(arn)));
  }

  private Provisioned topic(ResourceRequest request) {
    // The only key that a role of the account may use without a permission for the key.
    if (request.inputs().allowValue("kmsMasterKeyId", "alias/aws/sns")) {
      request.inputs().noteWithoutEffect("kmsMasterKeyId", Reasons.AT_REST);
    }
    String name = state.physicalName(request, "name");
    String arn = sns.createTopic(create -> create.name(name)).topicArn();
    return new Provisioned(arn, Map.of("arn", arn, "name", name, "owner", arns.accountId()));
  }

  private Provisioned policy(ResourceRequest request) {
    String arn = request.inputs().string("arn");
    setPolicy(arn, request.inputs().string("policy"));
    return new Provisioned(arn, Map.of("owner", arns.accountId()));
  }

  private void setPolicy(String arn, String policy) {
    sns.setTopicAttributes(set -> set.topicArn(arn).attributeName("Policy").attributeValue(policy));
  }

  private Provisioned subscription(ResourceRequest request) {
    Inputs inputs = request.inputs();
    boolean raw = inputs.bool("rawMessageDelivery", false);
    String arn =
        sns.subscribe(
                subscribe ->
                    subscribe
                        .topicArn(inputs.string("topic"))
                        .protocol(inputs.string("protocol"))
                        .endpoint(inputs.string("endpoint"))
                        .attributes(Map.of("RawMessageDelivery", String.valueOf(raw)))
                        .returnSubscriptionArn(true))
            .subscriptionArn();
    return new Provisioned(arn, Map.of("arn", arn, "ownerId", arns.accountId()));
  }
}
