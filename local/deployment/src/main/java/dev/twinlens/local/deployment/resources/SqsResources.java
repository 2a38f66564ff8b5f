package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import java.util.EnumMap;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** Standard queues and their policies. */
final class SqsResources {
  private static final Map<String, QueueAttributeName> SECONDS =
      Map.of(
          "visibilityTimeoutSeconds", QueueAttributeName.VISIBILITY_TIMEOUT,
          "messageRetentionSeconds", QueueAttributeName.MESSAGE_RETENTION_PERIOD,
          "receiveWaitTimeSeconds", QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS,
          "delaySeconds", QueueAttributeName.DELAY_SECONDS);
  private static final Map<String, QueueAttributeName> POLICIES =
      Map.of(
          "redrivePolicy", QueueAttributeName.REDRIVE_POLICY,
          "redriveAllowPolicy", QueueAttributeName.REDRIVE_ALLOW_POLICY,
          "policy", QueueAttributeName.POLICY);

  private final SqsClient sqs;
  private final Arns arns;
  private final DeploymentState state;

  SqsResources(SqsClient sqs, DeploymentContext context) {
    this.sqs = sqs;
    this.arns = context.arns();
    this.state = context.state();
  }

  void register(ProvisionerRegistry registry) {
    registry
        .type(
            "aws:sqs/queue:Queue",
            this::queue,
            url -> sqs.deleteQueue(delete -> delete.queueUrl(url)))
        .type(
            "aws:sqs/queuePolicy:QueuePolicy",
            request -> policy(request, "policy", QueueAttributeName.POLICY),
            url -> set(url, QueueAttributeName.POLICY, ""))
        .type(
            "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
            request ->
                policy(request, "redriveAllowPolicy", QueueAttributeName.REDRIVE_ALLOW_POLICY),
            url -> set(url, QueueAttributeName.REDRIVE_ALLOW_POLICY, ""));
  }

  private Provisioned queue(ResourceRequest request) {
    String name = state.physicalName(request, "name");
    String url = createOrUpdate(name, attributes(request.inputs()));
    return new Provisioned(url, Map.of("url", url, "arn", arns.of("sqs", name), "name", name));
  }

  private String createOrUpdate(String name, Map<QueueAttributeName, String> attributes) {
    try {
      String url = sqs.getQueueUrl(get -> get.queueName(name)).queueUrl();
      sqs.setQueueAttributes(set -> set.queueUrl(url).attributes(attributes));
      return url;
    } catch (QueueDoesNotExistException e) {
      return sqs.createQueue(create -> create.queueName(name).attributes(attributes)).queueUrl();
    }
  }

  private static Map<QueueAttributeName, String> attributes(Inputs inputs) {
    inputs.ignore("sqsManagedSseEnabled", Reasons.AT_REST);
    Map<QueueAttributeName, String> attributes = new EnumMap<>(QueueAttributeName.class);
    SECONDS.forEach(
        (input, attribute) ->
            inputs
                .optionalInteger(input)
                .ifPresent(value -> attributes.put(attribute, String.valueOf(value))));
    POLICIES.forEach(
        (input, attribute) ->
            inputs.optionalString(input).ifPresent(value -> attributes.put(attribute, value)));
    return attributes;
  }

  private Provisioned policy(ResourceRequest request, String input, QueueAttributeName attribute) {
    String url = request.inputs().string("queueUrl");
    set(url, attribute, request.inputs().string(input));
    return new Provisioned(url, Map.of());
  }

  /** An empty value removes the attribute. */
  private void set(String url, QueueAttributeName attribute, String value) {
    sqs.setQueueAttributes(set -> set.queueUrl(url).attributes(Map.of(attribute, value)));
  }
}
