package dev.twinlens.queryimages;

import dev.twinlens.domain.keys.KeyLimits;
import dev.twinlens.runtime.http.ApiRequest;
import dev.twinlens.runtime.http.FieldError;
import dev.twinlens.runtime.http.Problem;
import dev.twinlens.runtime.http.ProblemException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parameters of a list of images.
 *
 * @param label empty for all images, newest first
 * @param minConfidence percent, for a label
 * @param cursor where the page before ended; empty for the first page
 */
record ListParameters(String label, BigDecimal minConfidence, int limit, String cursor) {
  private static final int DEFAULT_LIMIT = 24;
  private static final int MAX_LIMIT = 100;
  static final BigDecimal MAX_PERCENT = BigDecimal.valueOf(100);

  /**
   * Reads the query.
   *
   * @throws ProblemException with all its errors
   */
  static ListParameters of(ApiRequest request) {
    List<FieldError> errors = new ArrayList<>();
    Optional<String> label = request.query("label");
    int limit = request.query("limit").map(text -> limit(text, errors)).orElse(DEFAULT_LIMIT);
    Optional<BigDecimal> minConfidence =
        request.query("minConfidence").map(text -> percent(text, errors));
    if (label.isPresent() && !KeyLimits.isLabel(label.get())) {
      errors.add(
          new FieldError(
              "label",
              "Must be Unicode text of at most " + KeyLimits.MAX_LABEL_BYTES + " bytes of UTF-8."));
    }
    if (minConfidence.isPresent() && label.isEmpty()) {
      errors.add(new FieldError("minConfidence", "Requires a label."));
    }
    if (!errors.isEmpty()) {
      throw new ProblemException(Problem.invalid(errors));
    }
    return new ListParameters(
        label.orElse(""),
        minConfidence.orElse(BigDecimal.ZERO),
        limit,
        request.query("cursor").orElse(""));
  }

  private static int limit(String text, List<FieldError> errors) {
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MAX_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // Reported below, as for a number that is out of range.
    }
    errors.add(new FieldError("limit", "Must be a whole number from 1 to " + MAX_LIMIT + "."));
    return DEFAULT_LIMIT;
  }

  private static BigDecimal percent(String text, List<FieldError> errors) {
    try {
      BigDecimal percent = new BigDecimal(text);
      if (percent.signum() >= 0 && percent.compareTo(MAX_PERCENT) <= 0 && percent.scale() <= 10) {
        return percent;
      }
    } catch (NumberFormatException e) {
      // Reported below, as for a number that is out of range.
    }
    errors.add(new FieldError("minConfidence", "Must be a number from 0 to 100."));
    return BigDecimal.ZERO;
  }
}
