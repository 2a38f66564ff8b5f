package dev.twinlens.local.services.s3;

import dev.twinlens.local.services.http.Xml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.w3c.dom.Element;

/**
 * One destination of a bucket's events.
 *
 * @param events as configured, for example {@code s3:ObjectCreated:*}
 * @param prefix of the keys concerned; empty for all
 * @param suffix likewise
 */
record Notification(String id, String topicArn, List<String> events, String prefix, String suffix) {

  /** Reads S3's NotificationConfiguration. */
  static List<Notification> parse(String document) {
    try {
      Element root = Xml.parse(document.getBytes(StandardCharsets.UTF_8));
      for (String unserved :
          List.of("QueueConfiguration", "CloudFunctionConfiguration", "EventBridgeConfiguration")) {
        if (!Xml.children(root, unserved).isEmpty()) {
          throw S3Errors.error(
              501, "NotImplemented", unserved + ": the local S3 sends its events to topics only");
        }
      }
      List<Notification> notifications = new ArrayList<>();
      for (Element topic : Xml.children(root, "TopicConfiguration")) {
        notifications.add(
            new Notification(
                Xml.text(topic, "Id").orElseGet(() -> UUID.randomUUID().toString()),
                Xml.text(topic, "Topic").map(String::trim).orElse(""),
                Xml.texts(topic, "Event"),
                filter(topic, "prefix"),
                filter(topic, "suffix")));
      }
      return notifications;
    } catch (IOException e) {
      throw malformed();
    }
  }

  static RuntimeException malformed() {
    return S3Errors.error(
        400,
        "MalformedXML",
        "The XML you provided was not well-formed or did not validate against our published"
            + " schema");
  }

  private static String filter(Element topic, String name) {
    return Xml.children(topic, "Filter").stream()
        .flatMap(filter -> Xml.children(filter, "S3Key").stream())
        .flatMap(key -> Xml.children(key, "FilterRule").stream())
        .filter(
            rule ->
                Optional.of(name)
                    .equals(Xml.text(rule, "Name").map(given -> given.toLowerCase(Locale.ROOT))))
        .flatMap(rule -> Xml.text(rule, "Value").stream())
        .findFirst()
        .orElse("");
  }

  /** Whether it wants to hear of the change. */
  boolean concerns(ObjectChange change) {
    String key = change.version().key();
    return key.startsWith(prefix)
        && key.endsWith(suffix)
        && events.stream().anyMatch(pattern -> matches(pattern, "s3:" + change.event()));
  }

  private static boolean matches(String pattern, String event) {
    return pattern.endsWith("*")
        ? event.startsWith(pattern.substring(0, pattern.length() - 1))
        : event.equals(pattern);
  }
}
