package dev.twinlens.infra.pipeline;

import com.pulumi.aws.sns.Topic;
import com.pulumi.aws.sns.TopicArgs;
import com.pulumi.aws.sns.TopicPolicy;
import com.pulumi.aws.sns.TopicPolicyArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.twinlens.infra.policy.Policies;
import dev.twinlens.infra.storage.PrivateBucket;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.policybuilder.iam.IamConditionOperator;

/**
 * Where a bucket publishes the events of its versions, for every consumer. Creates a topic, since
 * S3 allows only one destination for each kind of event, with a policy for the bucket. {@link
 * UploadNotification} has the bucket publish.
 */
public final class UploadEvents extends ComponentResource {
  private final Topic topic;

  /**
   * What a caller decides.
   *
   * @param bucket the bucket
   * @param accountId the account of bucket and topic
   */
  public record Args(PrivateBucket bucket, Output<String> accountId) {}

  public UploadEvents(String name, Args args, ComponentResourceOptions options) {
    super("twinlens:infra:UploadEvents", name, options);
    var child = CustomResourceOptions.builder().parent(this).build();
    topic = new Topic(name, TopicArgs.Empty, child);
    new TopicPolicy(
        name + "-policy",
        TopicPolicyArgs.builder()
            .arn(topic.arn())
            .policy(
                Output.tuple(topic.arn(), args.bucket().arn(), args.accountId())
                    .applyValue(known -> policy(known.t1, known.t2, known.t3)))
            .build(),
        child);
    registerOutputs(Map.of("topicArn", topicArn()));
  }

  private static String policy(String topicArn, String bucketArn, String accountId) {
    return Policies.json(
        Policies.allowService(
                "AllowUploadEvents", "s3.amazonaws.com", "sns:Publish", topicArn, bucketArn)
            .addCondition(IamConditionOperator.STRING_EQUALS, "aws:SourceAccount", accountId)
            .build(),
        Policies.denyInsecureTransport("sns:Publish", List.of(topicArn)));
  }

  public Output<String> topicArn() {
    return topic.arn();
  }
}
