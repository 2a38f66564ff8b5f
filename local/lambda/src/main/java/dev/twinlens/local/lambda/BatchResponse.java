package dev.twinlens.local.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.HashSet;
import java.util.Set;

/**
 * A function's response to a batch of messages, when its mapping has {@code
 * ReportBatchItemFailures}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html">Handling
 *     errors for an SQS event source in Lambda</a>
 */
sealed interface BatchResponse {
  JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** All messages but these were handled. */
  record Failures(Set<String> messageIds) implements BatchResponse {}

  /** The response is not valid, so the whole batch failed. */
  record Invalid(String reason) implements BatchResponse {}

  /** Parses the response to a batch of these messages. */
  static BatchResponse parse(String payload, Set<String> messageIds) {
    if (payload.isBlank()) {
      return new Failures(Set.of());
    }
    JsonNode response;
    try {
      response = JSON.readTree(payload);
    } catch (JsonProcessingException e) {
      return new Invalid("the response is not JSON");
    }
    if (response.isNull()) {
      return new Failures(Set.of());
    }
    if (!response.isObject()) {
      return new Invalid("the response is not an object");
    }
    JsonNode failures = response.path("batchItemFailures");
    if (failures.isMissingNode() || failures.isNull()) {
      return new Failures(Set.of());
    }
    if (!failures.isArray()) {
      return new Invalid("batchItemFailures is not a list");
    }
    Set<String> failed = new HashSet<>();
    for (JsonNode failure : failures) {
      JsonNode identifier = failure.path("itemIdentifier");
      if (!identifier.isTextual() || identifier.textValue().isEmpty()) {
        return new Invalid("a batch item failure has no itemIdentifier");
      }
      if (!messageIds.contains(identifier.textValue())) {
        return new Invalid(
            "the itemIdentifier " + identifier.textValue() + " is not a message of the batch");
      }
      failed.add(identifier.textValue());
    }
    return new Failures(Set.copyOf(failed));
  }
}
