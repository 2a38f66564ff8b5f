package dev.twinlens.local.services.sns;

import dev.twinlens.local.services.integration.MessageAttribute;
import java.time.Instant;
import java.util.Map;

/** One message on its way to one subscription, kept until it has arrived. */
record Delivery(
    String id,
    String topicArn,
    String subscriptionArn,
    String protocol,
    String endpoint,
    String subject,
    String body,
    Map<String, MessageAttribute> attributes,
    Instant createdAt) {}
