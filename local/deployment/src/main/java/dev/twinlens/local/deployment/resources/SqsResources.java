package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** Queues and their policies. */
final class SqsResources {
  private final SqsClient sqs;
  private final Arns arns;
  private final DeploymentState state;

  SqsResources(SqsClient sqs, Arns arns, DeploymentState state) {
    this.sqs = sqs;
    this.arns = arns;
    this.state = state;
  }

  void register(ProvisionerRegistry registry) {
    registry
        .type(
            "aws:sqs/queue:Queue",
            this::queue,
            url -> sqs.deleteQueue(delete -> delete.queueUrl(url)))
        .type(
            "aws:sqs/queuePolicy:QueuePolicy",
            this::policy,
            url -> set(url, QueueAttributeName.POLICY, ""))
        .type(
            "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
            this::redriveAllowPolicy,
            url -> set(url, QueueAttributeName.REDRIVE_ALLOW_POLICY, ""));
  }

  private Provisioned queue(ResourceRequest request) {
    Inputs inputs = request.inputs();
    String name = state.physicalName(request, "name");
    Map<QueueAttributeName, String> attributes = attributes(inputs);
    String url;
    try {
      url = sqs.getQueueUrl(get -> get.queueName(name)).queueUrl();
      String existing = url;
      sqs.setQueueAttributes(set -> set.queueUrl(existing).attributes(attributes));
    } catch (QueueDoesNotExistException e) {
      url = sqs.createQueue(create -> create.queueName(name).attributes(attributes)).queueUrl();
    }
    return new Provisioned(url, Map.of("url", url, "arn", arns.of("sqs", name), "name", name));
  }

  private static Map<QueueAttributeName, String> attributes(Inputs inputs) {
    Map<QueueAttributeName, String> attributes = new LinkedHashMap<>();
    Map.of(
            "visibilityTimeoutSeconds", QueueAttributeName.VISIBILITY_TIMEOUT,
            "messageRetentionSeconds", QueueAttributeName.MESSAGE_RETENTION_PERIOD,
            "receiveWaitTimeSeconds", QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS,
            "delaySeconds", QueueAttributeName.DELAY_SECONDS)
        .forEach(
            (input, attribute) ->
                inputs
                    .optionalInteger(input)
                    .ifPresent(value -> attributes.put(attribute, String.valueOf(value))));
    Map.of(
            "redrivePolicy", QueueAttributeName.REDRIVE_POLICY,
            "redriveAllowPolicy", QueueAttributeName.REDRIVE_ALLOW_POLICY,
            "policy", QueueAttributeName.POLICY)
        .forEach(
            (input, attribute) ->
                inputs.optionalString(input).ifPresent(value -> attributes.put(attribute, value)));
    return attributes;
  }

  private Provisioned policy(ResourceRequest request) {
    String url = request.inputs().string("queueUrl");
    set(url, QueueAttributeName.POLICY, request.inputs().string("policy"));
    return new Provisioned(url, Map.of());
  }

  private Provisioned redriveAllowPolicy(ResourceRequest request) {
    String url = request.inputs().string("queueUrl");
    set(
        url,
        QueueAttributeName.REDRIVE_ALLOW_POLICY,
        request.inputs().string("redriveAllowPolicy"));
    return new Provisioned(url, Map.of());
  }

  /** An empty value removes the attribute. */
  private void set(String url, QueueAttributeName attribute, String value) {
    sqs.setQueueAttributes(set -> set.queueUrl(url).attributes(Map.of(attribute, value)));
  }
}
