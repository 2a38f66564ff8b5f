package dev.twinlens.local.services.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.Set;

/**
 * The queues that may use a queue as their dead-letter queue.
 *
 * @param permission {@code allowAll}, {@code denyAll} or {@code byQueue}
 * @param sourceQueueArns the queues that {@code byQueue} admits
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html">SetQueueAttributes</a>
 */
record RedriveAllowPolicy(String permission, Set<String> sourceQueueArns) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> PERMISSIONS = Set.of("allowAll", "denyAll", "byQueue");

  RedriveAllowPolicy {
    sourceQueueArns = Set.copyOf(sourceQueueArns);
  }

  /**
   * Reads the attribute of that name.
   *
   * @throws IllegalArgumentException when it is invalid
   */
  static RedriveAllowPolicy parse(String json) {
    JsonNode policy;
    try {
      policy = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("It is not JSON.", e);
    }
    String permission = policy.path("redrivePermission").asText();
    Set<String> sources = new HashSet<>();
    policy.path("sourceQueueArns").forEach(arn -> sources.add(arn.asText()));
    if (!PERMISSIONS.contains(permission)) {
      throw new IllegalArgumentException("The redrivePermission must be one of " + PERMISSIONS);
    }
    if (permission.equals("byQueue") == sources.isEmpty()) {
      throw new IllegalArgumentException("Only byQueue takes sourceQueueArns, and requires them.");
    }
    return new RedriveAllowPolicy(permission, sources);
  }

  boolean admits(String queueArn) {
    return permission.equals("allowAll") || sourceQueueArns.contains(queueArn);
  }
}
