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
 * A topic that receives events of a bucket.
 *
 * @param events as configured, for example {@code s3:ObjectCreated:*}
 * @param prefix of the keys; empty for all
 * @param suffix of the keys; empty for all
 */
record TopicNotification(
    String id, String topicArn, List<String> events, String prefix, String suffix) {

  /** Reads S3's NotificationConfiguration. */
  static List<TopicNotification> parse(String document) {
    try {
      Element root = Xml.parse(document.getBytes(StandardCharsets.UTF_8));
      for (String unsupported :
          List.of("QueueConfiguration", "CloudFunctionConfiguration", "EventBridgeConfiguration")) {
        if (!Xml.children(root, unsupported).isEmpty()) {
          throw S3Errors.error(
              501, "NotImplemented", unsupported + ": the local S3 sends events only to topics");
        }
      }
      List<TopicNotification> notifications = new ArrayList<>();
      for (Element topic : Xml.children(root, "TopicConfiguration")) {
        notifications.add(
            new TopicNotification(
                Xml.text(topic, "Id").orElseGet(() -> UUID.randomUUID().toString()),
                Xml.text(topic, "Topic").map(String::trim).orElse(""),
                Xml.texts(topic, "Event"),
                filter(topic, "prefix"),
                filter(topic, "suffix")));
      }
      return notifications;
    } catch (IOException e) {
      throw S3Errors.malformedXml();
    }
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

  /** Whether its filters match the change. */
  boolean matches(ObjectChange change) {
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
