package dev.twinlens.domain.catalog;

/** DynamoDB leaves requests undone for now, however often they are made; a later try may do. */
public final class ThrottledException extends RuntimeException {
  ThrottledException(int attempts) {
    super(
        "DynamoDB left part of a batch undone after "
            + attempts
            + " attempts; it is throttling the table.");
  }
}
