package dev.twinlens.classification;

import dev.twinlens.domain.catalog.Label;
import dev.twinlens.domain.images.UnreadableImageException;
import dev.twinlens.domain.json.Json;
import dev.twinlens.domain.storage.StoredImage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A detector that finds what the test says. */
final class StubDetector implements LabelDetector {
  private final List<String> versions = new CopyOnWriteArrayList<>();
  private List<Label> labels = List.of();
  private Runnable whileDetecting = () -> {};

  /** Finds these labels from now on, the first most certain. */
  StubDetector finds(String... names) {
    labels =
        Stream.of(names)
            .map(name -> new Label(name, 93.1, Label.KIND_LABEL, List.of("Animal"), List.of()))
            .toList();
    return this;
  }

  /** What happens while an image is examined, such as a failure. */
  StubDetector whileDetecting(Runnable action) {
    whileDetecting = action;
    return this;
  }

  /** The versions that were examined. */
  List<String> versions() {
    return List.copyOf(versions);
  }

  @Override
  public Detection detect(StoredImage image) throws UnreadableImageException {
    versions.add(image.versionId());
    whileDetecting.run();
    return new Detection(
        labels, Json.write(Map.of("Labels", labels.stream().map(StubDetector::json).toList())));
  }

  private static Map<String, Object> json(Label label) {
    return Map.of(
        "Name", label.name(),
        "Confidence", label.confidence(),
        "Parents", label.parents().stream().map(parent -> Map.of("Name", parent)).toList(),
        "Instances", List.of());
  }
}
