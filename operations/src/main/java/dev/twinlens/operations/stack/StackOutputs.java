package dev.twinlens.operations.stack;

import dev.twinlens.domain.json.Json;
import dev.twinlens.domain.json.MalformedJsonException;
import dev.twinlens.operations.OperationFailure;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The outputs of a stack, as {@code pulumi stack output --json} prints them. */
public final class StackOutputs {
  private final Map<String, Object> values;

  private StackOutputs(Map<String, Object> values) {
    this.values = values;
  }

  /**
   * Reads the JSON object of the outputs.
   *
   * @throws OperationFailure when the text is something else
   */
  static StackOutputs read(String json, String source) {
    try {
      return new StackOutputs(Json.object(json));
    } catch (MalformedJsonException e) {
      throw new OperationFailure(
          source
              + " is "
              + e.getMessage()
              + ". It must be the output of: pulumi stack output --json",
          e);
    }
  }

  /** The members of a JSON object that are texts. */
  static Map<String, String> texts(String json, String source) {
    Map<String, String> texts = new HashMap<>();
    read(json, source)
        .values
        .forEach(
            (name, value) -> {
              if (value instanceof String text) {
                texts.put(name, text);
              }
            });
    return texts;
  }

  public String imagesBucket() {
    return text("imagesBucket");
  }

  public String resultsBucket() {
    return text("resultsBucket");
  }

  public String imagesTable() {
    return text("imagesTable");
  }

  /** Without a slash at the end. */
  public String backupContainerUrl() {
    return text("backupContainerUrl");
  }

  /** For how many days Azure keeps each copy as it is; empty when no output says so. */
  public Optional<Integer> backupImmutabilityDays() {
    return values.get("backupImmutabilityDays") instanceof Number days && days.intValue() > 0
        ? Optional.of(days.intValue())
        : Optional.empty();
  }

  /** The queues that have dead letters, in the order of their names. */
  public List<WorkQueue> queues() {
    if (!(values.get("queues") instanceof Map<?, ?> queues)) {
      throw absent("queues");
    }
    return queues.entrySet().stream()
        .map(queue -> queue(String.valueOf(queue.getKey()), queue.getValue()))
        .sorted(Comparator.comparing(WorkQueue::name))
        .toList();
  }

  private static WorkQueue queue(String name, Object urls) {
    if (urls instanceof Map<?, ?> known
        && known.get("url") instanceof String url
        && known.get("deadLetterUrl") instanceof String deadLetterUrl) {
      return new WorkQueue(name, url, deadLetterUrl);
    }
    throw absent("queues." + name + ".deadLetterUrl");
  }

  /** The region that an ARN among the outputs names. */
  Optional<String> region() {
    return Optional.ofNullable(values.get("uploadsTopic"))
        .map(arn -> arn.toString().split(":", -1))
        .filter(parts -> parts.length == 6)
        .map(parts -> parts[3]);
  }

  private String text(String name) {
    if (values.get(name) instanceof String text && !text.isEmpty()) {
      return text;
    }
    throw absent(name);
  }

  private static OperationFailure absent(String name) {
    return new OperationFailure(
        "The stack's outputs have no " + name + ". Deploy the stack with pulumi up first.");
  }
}
