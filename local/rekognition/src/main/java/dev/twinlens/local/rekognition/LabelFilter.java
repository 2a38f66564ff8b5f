package dev.twinlens.local.rekognition;

import java.util.Set;

/**
 * Which labels a response may have ({@code Settings.GeneralLabels}). An empty inclusion list
 * accepts every label; exclusions take precedence.
 */
record LabelFilter(
    Set<String> labels,
    Set<String> excludedLabels,
    Set<String> categories,
    Set<String> excludedCategories) {

  static final LabelFilter NONE = new LabelFilter(Set.of(), Set.of(), Set.of(), Set.of());

  boolean accepts(TaxonomyLabel label) {
    boolean included =
        (labels.isEmpty() && categories.isEmpty())
            || labels.contains(label.name())
            || label.categories().stream().anyMatch(categories::contains);
    boolean excluded =
        excludedLabels.contains(label.name())
            || label.categories().stream().anyMatch(excludedCategories::contains);
    return included && !excluded;
  }
}
