package dev.twinlens.classification;

import dev.twinlens.domain.catalog.AnswerTable;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.RecordedLabels;
import dev.twinlens.domain.json.MalformedJsonException;
import dev.twinlens.domain.storage.RecordedResult;
import dev.twinlens.domain.storage.ResultsBucket;
import java.util.Optional;

/**
 * What the detector has said of bytes that are still those of an image: it says the same of the
 * same bytes, and each question costs money.
 */
final class KnownAnswers {
  private final AnswerTable answers;
  private final ResultsBucket results;
  private final LabelLimits limits;

  KnownAnswers(ImageTable table, ResultsBucket results, LabelLimits limits) {
    this.answers = new AnswerTable(table);
    this.results = results;
    this.limits = limits;
  }

  /**
   * The detection of an image with these bytes, with the limits of today.
   *
   * @param imageKey the image that is to be labelled
   * @param sha256 of its bytes, base64
   * @param hasResult whether an earlier version of it was labelled; to ask S3 for a result that
   *     does not exist takes a permission that the functions do not have
   */
  Optional<Detection> find(String imageKey, String sha256, boolean hasResult) {
    return answers
        .keyOf(sha256, imageKey)
        .filter(key -> hasResult || !key.equals(imageKey))
        .flatMap(results::result)
        .filter(result -> result.sha256().equals(sha256) && result.limits().equals(limits.text()))
        .flatMap(KnownAnswers::detection);
  }

  private static Optional<Detection> detection(RecordedResult result) {
    try {
      return Optional.of(new Detection(RecordedLabels.read(result.json()), result.json()));
    } catch (MalformedJsonException e) {
      return Optional.empty();
    }
  }

  /** Stores the result of an image and returns its key. */
  String put(String imageKey, String sha256, Detection detection) {
    return results.putResult(
        imageKey, new RecordedResult(sha256, limits.text(), detection.response()));
  }

  /** Lets images with the same bytes find the result, once the image's row has their hash. */
  void remember(String imageKey, String sha256) {
    answers.record(sha256, imageKey);
  }
}
