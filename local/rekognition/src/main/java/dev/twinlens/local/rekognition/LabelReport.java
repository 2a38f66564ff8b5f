package dev.twinlens.local.rekognition;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * DetectLabels' response: detected objects grouped by label, and their ancestors as labels of their
 * own, without instances and with the highest confidence of their descendants. Sorted by
 * confidence; of two equal ones, the label that has boxes comes first.
 *
 * <p>{@code OrientationCorrection} is documented as always null, so it is omitted.
 */
final class LabelReport {

  /** The taxonomy's version, as Rekognition names it since it has aliases and categories. */
  private static final String MODEL_VERSION = "3.0";

  private static final Comparator<Entry> BY_CONFIDENCE =
      Comparator.comparingDouble((Entry entry) -> entry.confidence)
          .reversed()
          .thenComparing(entry -> entry.instances.isEmpty())
          .thenComparing(entry -> entry.label.name());

  private final LabelTaxonomy taxonomy;

  LabelReport(LabelTaxonomy taxonomy) {
    this.taxonomy = taxonomy;
  }

  /**
   * Builds the response.
   *
   * @param detections with at least the confidence that the request asks for
   */
  ObjectNode of(List<DetectedObject> detections, LabelFilter filter, int maxLabels) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (DetectedObject detection : detections) {
      taxonomy.ofCocoId(detection.cocoId()).ifPresent(label -> add(label, detection, entries));
    }
    ObjectNode response = JsonNodeFactory.instance.objectNode();
    ArrayNode labels = response.putArray("Labels");
    entries.values().stream()
        .filter(entry -> filter.accepts(entry.label))
        .sorted(BY_CONFIDENCE)
        .limit(maxLabels)
        .forEach(entry -> entry.write(labels.addObject()));
    response.put("LabelModelVersion", MODEL_VERSION);
    return response;
  }

  private void add(TaxonomyLabel label, DetectedObject detection, Map<String, Entry> entries) {
    Entry own = entries.computeIfAbsent(label.name(), name -> new Entry(label));
    own.instances.add(detection);
    own.atLeast(detection.confidence());
    for (String ancestor : label.ancestors()) {
      entries
          .computeIfAbsent(ancestor, name -> new Entry(taxonomy.named(name)))
          .atLeast(detection.confidence());
    }
  }

  private static final class Entry {

    private final TaxonomyLabel label;
    private final List<DetectedObject> instances = new ArrayList<>();
    private float confidence;

    Entry(TaxonomyLabel label) {
      this.label = label;
    }

    void atLeast(float other) {
      confidence = Math.max(confidence, other);
    }

    void write(ObjectNode node) {
      node.put("Name", label.name());
      node.put("Confidence", confidence);
      ArrayNode boxes = node.putArray("Instances");
      instances.stream()
          .sorted(Comparator.comparingDouble(DetectedObject::confidence).reversed())
          .forEach(instance -> write(instance, boxes.addObject()));
      writeNames(label.ancestors(), node.putArray("Parents"));
      writeNames(label.aliases(), node.putArray("Aliases"));
      writeNames(label.categories(), node.putArray("Categories"));
    }

    private static void write(DetectedObject instance, ObjectNode node) {
      BoundingBox box = instance.box();
      node.putObject("BoundingBox")
          .put("Width", box.width())
          .put("Height", box.height())
          .put("Left", box.left())
          .put("Top", box.top());
      node.put("Confidence", instance.confidence());
    }

    private static void writeNames(List<String> names, ArrayNode array) {
      names.forEach(name -> array.addObject().put("Name", name));
    }
  }
}
