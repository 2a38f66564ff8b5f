package dev.twinlens.local.services.integration;

import dev.twinlens.local.iam.Decision;
import dev.twinlens.local.iam.Principal;
import java.util.Map;

/** Publishes messages of services to topics. */
public interface TopicPublisher {
  /** Whether the topic's policy allows a service to publish. */
  Decision decide(String topicArn, Principal.Service service, Map<String, String> context);

  /**
   * Publishes within a transaction, without checking a permission.
   *
   * @param subject empty for none
   * @return what to run once the transaction is durable: the delivery
   */
  Runnable publish(String topicArn, String subject, String body);
}
