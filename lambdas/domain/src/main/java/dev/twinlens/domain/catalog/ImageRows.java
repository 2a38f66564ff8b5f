package dev.twinlens.domain.catalog;

import java.util.List;

/**
 * An image's summary, and its labels with their instances in Rekognition's order, the most certain
 * first.
 */
public record ImageRows(SummaryRow summary, List<Label> labels) {
  public ImageRows {
    labels = List.copyOf(labels);
  }
}
