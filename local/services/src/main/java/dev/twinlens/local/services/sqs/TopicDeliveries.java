package dev.twinlens.local.services.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.iam.Decision;
import dev.twinlens.local.iam.Principal;
import dev.twinlens.local.iam.Request;
import dev.twinlens.local.iam.ResourcePolicy;
import dev.twinlens.local.services.http.ServiceResponse;
import dev.twinlens.local.services.integration.DeliveryPlan;
import dev.twinlens.local.services.integration.MessageAttribute;
import dev.twinlens.local.services.integration.QueueSender;
import java.time.Duration;
import java.util.Map;

/** Sends the messages of topics to queues whose policy allows it. */
record TopicDeliveries(
    QueueServer server,
    QueueAttributes attributes,
    AccessControl access,
    String arnPrefix,
    DeliveryPlan plan)
    implements QueueSender {

  @Override
  public SendResult send(
      String queueArn,
      String topicArn,
      String body,
      Map<String, MessageAttribute> messageAttributes) {
    String name = queueArn.substring(queueArn.lastIndexOf(':') + 1);
    if (!queueArn.equals(arnPrefix + name) || !attributes.exists(name)) {
      return new SendResult.Failed("the queue " + queueArn + " does not exist");
    }
    if (decide(name, queueArn, topicArn) instanceof Decision.Denied denied) {
      return new SendResult.Denied(denied.reason());
    }
    ObjectNode message =
        JsonNodeFactory.instance.objectNode().put("QueueUrl", "/" + name).put("MessageBody", body);
    if (!messageAttributes.isEmpty()) {
      ObjectNode all = message.putObject("MessageAttributes");
      messageAttributes.forEach(
          (attribute, value) ->
              all.putObject(attribute)
                  .put("DataType", value.type())
                  .put(value.binary() ? "BinaryValue" : "StringValue", value.value()));
    }
    try {
      for (Duration delay : plan.delays()) {
        if (delay.isPositive()) {
          message.put("DelaySeconds", delay.toSeconds());
        }
        ServiceResponse response = server.call("SendMessage", message);
        if (response.status() != 200) {
          return new SendResult.Failed(new String(response.body(), UTF_8));
        }
      }
      return new SendResult.Sent();
    } catch (RuntimeException e) {
      return new SendResult.Failed(e.toString());
    }
  }

  private Decision decide(String name, String queueArn, String topicArn) {
    return access.decide(
        new Request(
            new Principal.Service("sns.amazonaws.com"),
            "sqs:SendMessage",
            queueArn,
            Map.of(
                "aws:SecureTransport",
                "true",
                "aws:SourceArn",
                topicArn,
                "aws:SourceAccount",
                topicArn.replaceAll("^(?:[^:]*:){4}([^:]*):.*$", "$1"))),
        ResourcePolicy.of(queueArn, attributes.policy(name)));
  }
}
