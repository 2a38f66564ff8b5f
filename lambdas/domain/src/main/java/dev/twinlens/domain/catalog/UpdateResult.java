package dev.twinlens.domain.catalog;

/** What became of a conditional change of a row. */
public sealed interface UpdateResult {
  /** It was made. */
  record Written(SummaryRow row) implements UpdateResult {}

  /** A condition did not hold. */
  record Refused(SummaryRow row) implements UpdateResult {}
}
