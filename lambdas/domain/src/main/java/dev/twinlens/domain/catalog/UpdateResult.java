package dev.twinlens.domain.catalog;

/** The result of a conditional change of a row. */
public sealed interface UpdateResult {
  /** The conditions held; the row after the change. */
  record Written(SummaryRow row) implements UpdateResult {}

  /** A condition did not hold; the row that prevented the change. */
  record Refused(SummaryRow row) implements UpdateResult {}
}
