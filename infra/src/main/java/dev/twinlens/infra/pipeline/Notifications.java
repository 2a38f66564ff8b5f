package dev.twinlens.infra.pipeline;

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
import java.util.Map;
import java.util.Optional;

/**
 * Announces each labelled image. Creates an encrypted topic and, if there is an address, its
 * subscription by mail.
 */
public final class Notifications extends ComponentResource {
  private final Topic topic;

  /**
   * What a caller decides.
   *
   * @param email who gets a mail for each image, once the subscription is confirmed
   */
  public record Args(Optional<String> email) {}

  public Notifications(String name, Args args, ComponentResourceOptions options) {
    super("twinlens:infra:Notifications", name, options);
    var child = CustomResourceOptions.builder().parent(this).build();
    topic =
        new Topic(
            name,
            // AWS's own key suffices: only roles of this account publish here.
            TopicArgs.builder().kmsMasterKeyId("alias/aws/sns").build(),
            child);
    new TopicPolicy(
        name + "-policy",
        TopicPolicyArgs.builder()
            .arn(topic.arn())
            .policy(Policies.tlsOnly("sns:Publish", topic.arn()))
            .build(),
        child);
    args.email()
        .ifPresent(
            address ->
                new TopicSubscription(
                    name + "-email",
                    TopicSubscriptionArgs.builder()
                        .topic(topic.arn())
                        .protocol("email")
                        .endpoint(address)
                        .build(),
                    child));
    registerOutputs(Map.of("topicArn", topicArn()));
  }

  public Output<String> topicArn() {
    return topic.arn();
  }
}
