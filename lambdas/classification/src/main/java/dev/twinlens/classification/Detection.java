package dev.twinlens.classification;

import dev.twinlens.domain.catalog.Label;
import java.util.List;

/**
 * What Rekognition answered.
 *
 * @param answer its whole JSON, as it came
 */
record Detection(List<Label> labels, String answer) {
  Detection {
    labels = List.copyOf(labels);
  }
}
