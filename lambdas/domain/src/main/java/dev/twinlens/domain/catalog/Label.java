package dev.twinlens.domain.catalog;

import java.util.List;

/**
 * What an image shows.
 *
 * @param kind which analysis found it: {@value #KIND_LABEL} for Rekognition's DetectLabels
 * @param confidence percent
 * @param parents more general labels, which Rekognition reports as labels of their own as well
 * @param instances where it is; none for a label of the whole scene
 */
public record Label(
    String name, double confidence, String kind, List<String> parents, List<Instance> instances) {
  public static final String KIND_LABEL = "label";

  public Label {
    parents = List.copyOf(parents);
    instances = List.copyOf(instances);
  }
}
