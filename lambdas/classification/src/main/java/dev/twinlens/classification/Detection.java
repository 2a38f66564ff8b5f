package dev.twinlens.classification;

import dev.twinlens.domain.catalog.Label;
import java.util.List;

/**
 * What a detector found.
 *
 * @param response its whole JSON, as received
 */
record Detection(List<Label> labels, String response) {
  Detection {
    labels = List.copyOf(labels);
  }
}
