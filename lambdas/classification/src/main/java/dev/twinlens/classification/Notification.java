package dev.twinlens.classification;

import dev.twinlens.domain.catalog.Label;
import dev.twinlens.domain.catalog.Timestamps;
import dev.twinlens.domain.json.Json;
import dev.twinlens.domain.storage.StoredImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The message that announces a labelled image. */
record Notification(String subject, String message) {
  /**
   * SNS: "must be ASCII text that begins with a letter, number, or punctuation mark", no more than
   * 100 characters.
   */
  private static final int MAX_SUBJECT = 100;

  private static final int LABELS_IN_SUBJECT = 3;

  static Notification of(StoredImage image, String bucket, List<Label> labels) {
    return new Notification(subject(image.key(), labels), message(image, bucket, labels));
  }

  private static String subject(String key, List<Label> labels) {
    String names =
        labels.stream().limit(LABELS_IN_SUBJECT).map(Label::name).collect(Collectors.joining(", "));
    String what = names.isEmpty() ? "nothing recognised" : names;
    String subject =
        (what + ": " + key.substring(key.lastIndexOf('/') + 1)).replaceAll("[^\\x20-\\x7E]", "?");
    return subject.length() <= MAX_SUBJECT
        ? subject
        : subject.substring(0, MAX_SUBJECT - 3) + "...";
  }

  private static String message(StoredImage image, String bucket, List<Label> labels) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("bucket", bucket);
    message.put("key", image.key());
    message.put("versionId", image.versionId());
    message.put("uploadedAt", Timestamps.time(image.uploadedAt()));
    message.put("labels", labels.stream().map(Notification::label).toList());
    return Json.write(message);
  }

  private static Map<String, Object> label(Label label) {
    Map<String, Object> brief = new LinkedHashMap<>();
    brief.put("name", label.name());
    brief.put("confidence", label.confidence());
    return brief;
  }
}
