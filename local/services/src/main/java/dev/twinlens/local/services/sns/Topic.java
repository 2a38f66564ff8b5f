package dev.twinlens.local.services.sns;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A topic.
 *
 * @param attributes those that were set, by SNS's names
 */
record Topic(String arn, Map<String, String> attributes, Map<String, String> tags) {
  static final String POLICY = "Policy";

  /** With an attribute set; an empty value removes it. */
  Topic withAttribute(String name, String value) {
    Map<String, String> changed = new HashMap<>(attributes);
    if (value.isEmpty()) {
      changed.remove(name);
    } else {
      changed.put(name, value);
    }
    return new Topic(arn, changed, tags);
  }

  Topic withTags(Map<String, String> added, Set<String> removed) {
    Map<String, String> changed = new HashMap<>(tags);
    changed.putAll(added);
    changed.keySet().removeAll(removed);
    return new Topic(arn, attributes, changed);
  }
}
