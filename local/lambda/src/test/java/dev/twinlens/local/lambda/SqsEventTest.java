package dev.twinlens.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

class SqsEventTest {
  private static final String QUEUE = "arn:aws:sqs:eu-central-1:000000000000:classify";

  @Test
  void hasTheShapeThatLambdaSends() throws Exception {
    Message message =
        Message.builder()
            .messageId("id-1")
            .receiptHandle("handle-1")
            .body("{\"größe\": 1}")
            .md5OfBody("0cc175b9c0f1b6a831c399e269772661")
            .attributes(Map.of(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "2"))
            .messageAttributes(
                Map.of(
                    "kind",
                    MessageAttributeValue.builder().dataType("String").stringValue("x").build(),
                    "bytes",
                    MessageAttributeValue.builder()
                        .dataType("Binary")
                        .binaryValue(SdkBytes.fromUtf8String("hi"))
                        .build()))
            .build();

    List<SqsEvent> events = SqsEvent.of(List.of(message), QUEUE, "eu-central-1");

    JsonMapper json = new JsonMapper();
    assertThat(events).hasSize(1);
    assertThat(json.readTree(events.get(0).payload()))
        .isEqualTo(
            json.readTree(
                """
                {"Records": [{
                  "messageId": "id-1",
                  "receiptHandle": "handle-1",
                  "body": "{\\"größe\\": 1}",
                  "attributes": {"ApproximateReceiveCount": "2"},
                  "messageAttributes": {
                    "kind": {"stringValue": "x", "stringListValues": [],
                             "binaryListValues": [], "dataType": "String"},
                    "bytes": {"binaryValue": "aGk=", "stringListValues": [],
                              "binaryListValues": [], "dataType": "Binary"}},
                  "md5OfBody": "0cc175b9c0f1b6a831c399e269772661",
                  "eventSource": "aws:sqs",
                  "eventSourceARN": "%s",
                  "awsRegion": "eu-central-1"}]}
                """
                    .formatted(QUEUE)));
  }

  @Test
  void splitsWhatIsTooLargeForOneInvocation() {
    List<Message> messages =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    Message.builder()
                        .messageId("id-" + i)
                        .receiptHandle("handle-" + i)
                        .body("x".repeat(1 << 20))
                        .build())
            .toList();

    List<SqsEvent> events = SqsEvent.of(messages, QUEUE, "eu-central-1");

    assertThat(events).hasSize(2);
    assertThat(events.stream().flatMap(event -> event.messages().stream()).toList())
        .isEqualTo(messages);
    assertThat(events)
        .allSatisfy(
            event ->
                assertThat(event.payload().getBytes(StandardCharsets.UTF_8))
                    .hasSizeLessThanOrEqualTo(LambdaService.MAXIMUM_REQUEST_BYTES));
  }
}
