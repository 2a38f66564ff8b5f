package dev.twinlens.local.services.sns;

import dev.twinlens.local.services.integration.MessageAttribute;
import java.util.Map;
import java.util.UUID;

/**
 * A published message.
 *
 * @param subject empty for none
 */
record Message(String id, String subject, String body, Map<String, MessageAttribute> attributes) {
  static Message of(String subject, String body, Map<String, MessageAttribute> attributes) {
    return new Message(UUID.randomUUID().toString(), subject, body, attributes);
  }
}
