package dev.twinlens.queryimages;

import dev.twinlens.domain.catalog.SummaryRow;
import java.util.List;
import java.util.Optional;

/**
 * One page of a list.
 *
 * @param next the cursor of the next page; empty when this is the last
 */
record ListPage(List<SummaryRow> images, String next) {
  ListPage {
    images = List.copyOf(images);
  }

  Optional<String> cursor() {
    return next.isEmpty() ? Optional.empty() : Optional.of(next);
  }
}
