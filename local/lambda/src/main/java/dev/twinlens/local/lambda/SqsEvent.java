package dev.twinlens.local.lambda;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * The event of a function for messages of a queue.
 *
 * @param messages at least one
 * @param payload its JSON
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html">Using Lambda with
 *     Amazon SQS</a>
 */
record SqsEvent(List<Message> messages, String payload) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String OPENING = "{\"Records\":[";
  private static final String CLOSING = "]}";

  /** Distributes the messages over as few events as Lambda's size limit allows. */
  static List<SqsEvent> of(List<Message> messages, String queueArn, String region) {
    List<SqsEvent> events = new ArrayList<>();
    List<Message> batch = new ArrayList<>();
    List<String> records = new ArrayList<>();
    long bytes = 0;
    for (Message message : messages) {
      String record = record(message, queueArn, region);
      int size = record.getBytes(StandardCharsets.UTF_8).length + 1;
      if (!batch.isEmpty()
          && bytes + size + OPENING.length() + CLOSING.length()
              > LambdaService.MAXIMUM_REQUEST_BYTES) {
        events.add(event(batch, records));
        batch.clear();
        records.clear();
        bytes = 0;
      }
      batch.add(message);
      records.add(record);
      bytes += size;
    }
    events.add(event(batch, records));
    return events;
  }

  private static SqsEvent event(List<Message> messages, List<String> records) {
    return new SqsEvent(List.copyOf(messages), OPENING + String.join(",", records) + CLOSING);
  }

  private static String record(Message message, String queueArn, String region) {
    ObjectNode record = JSON.createObjectNode();
    record.put("messageId", message.messageId());
    record.put("receiptHandle", message.receiptHandle());
    record.put("body", message.body());
    ObjectNode attributes = record.putObject("attributes");
    message.attributesAsStrings().forEach(attributes::put);
    ObjectNode messageAttributes = record.putObject("messageAttributes");
    message
        .messageAttributes()
        .forEach((name, value) -> messageAttributes.set(name, attribute(value)));
    if (message.md5OfMessageAttributes() != null) {
      record.put("md5OfMessageAttributes", message.md5OfMessageAttributes());
    }
    record.put("md5OfBody", message.md5OfBody());
    record.put("eventSource", "aws:sqs");
    record.put("eventSourceARN", queueArn);
    record.put("awsRegion", region);
    return record.toString();
  }

  private static ObjectNode attribute(MessageAttributeValue value) {
    ObjectNode attribute = JSON.createObjectNode();
    if (value.stringValue() != null) {
      attribute.put("stringValue", value.stringValue());
    }
    if (value.binaryValue() != null) {
      attribute.put(
          "binaryValue", Base64.getEncoder().encodeToString(value.binaryValue().asByteArray()));
    }
    attribute.putArray("stringListValues");
    attribute.putArray("binaryListValues");
    attribute.put("dataType", value.dataType());
    return attribute;
  }
}
