package dev.twinlens.domain.catalog;

/** DynamoDB leaves requests undone despite retries; a later attempt may succeed. */
public final class ThrottledException extends RuntimeException {
  ThrottledException(int attempts) {
    super(
        "DynamoDB left part of a batch undone after "
            + attempts
            + " attempts; it is throttling the table.");
  }
}
