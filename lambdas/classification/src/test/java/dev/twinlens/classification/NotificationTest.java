package dev.twinlens.classification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.domain.catalog.Label;
import dev.twinlens.domain.json.Json;
import dev.twinlens.domain.json.MalformedJsonException;
import dev.twinlens.domain.storage.StoredImage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class NotificationTest {
  private static final List<Label> LABELS =
      List.of(label("Cat", 93.1), label("Animal", 93.1), label("Pet", 93.1), label("Mammal", 93.1));

  @Test
  void namesPhotoAndLabelsInItsSubject() {
    assertThat(notification("2026-11-21/x/cat.jpg", LABELS).subject())
        .isEqualTo("Cat, Animal, Pet: cat.jpg");
  }

  @Test
  void saysWhenNothingWasRecognised() {
    assertThat(notification("rocket.jpg", List.of()).subject())
        .isEqualTo("nothing recognised: rocket.jpg");
  }

  @Test
  void keepsItsSubjectWithinWhatSnsAllows() {
    String subject = notification("Kätzchen\n😀" + "x".repeat(500), LABELS).subject();

    assertThat(subject).hasSizeLessThanOrEqualTo(100).matches("[\\x20-\\x7E]+");
  }

  @Test
  void carriesKeyVersionAndLabels() throws MalformedJsonException {
    assertThat(Json.object(notification("a b/😀.jpg", List.of(label("Cat", 93.1))).message()))
        .isEqualTo(
            Map.of(
                "bucket", "images",
                "key", "a b/😀.jpg",
                "versionId", "v1",
                "uploadedAt", "2026-11-21T08:00:00.000Z",
                "labels", List.of(Map.of("name", "Cat", "confidence", 93.1))));
  }

  private static Notification notification(String key, List<Label> labels) {
    StoredImage image =
        new StoredImage(
            key, "v1", "image/jpeg", 5, Optional.empty(), Instant.parse("2026-11-21T08:00:00Z"));
    return Notification.of(image, "images", labels);
  }

  private static Label label(String name, double confidence) {
    return new Label(name, confidence, Label.KIND_LABEL, List.of(), List.of());
  }
}
