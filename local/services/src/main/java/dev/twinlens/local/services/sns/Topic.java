package dev.twinlens.local.services.sns;

import java.util.Map;

/**
 * A topic.
 *
 * @param attributes those that were set, by SNS's names
 */
record Topic(String arn, Map<String, String> attributes, Map<String, String> tags) {
  String name() {
    return arn.substring(arn.lastIndexOf(':') + 1);
  }
}
