package dev.twinlens.uploadimage;

import dev.twinlens.domain.catalog.ImageRows;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.Status;
import dev.twinlens.domain.keys.Urls;
import dev.twinlens.domain.storage.StoredImage;
import dev.twinlens.domain.view.ImageJson;
import dev.twinlens.runtime.http.ApiResponse;
import dev.twinlens.runtime.http.Problem;
import dev.twinlens.runtime.http.ProblemException;
import dev.twinlens.runtime.logging.Log;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a client learns of a photo that is stored. The table decides, for the classification can
 * have failed before or after the labels were written.
 */
final class UploadResponses {
  private final ImageTable table;
  private final ImageJson json;

  UploadResponses(ImageTable table, ImageJson json) {
    this.table = table;
    this.json = json;
  }

  /**
   * The response for this photo.
   *
   * @throws ProblemException when it cannot be labelled
   */
  ApiResponse of(StoredImage stored, Log log) {
    ApiResponse response = rows(stored, log).map(this::labelled).orElseGet(() -> received(stored));
    return response.withHeader("location", "/images/" + Urls.encode(stored.key()));
  }

  private Optional<ImageRows> rows(StoredImage stored, Log log) {
    try {
      return table.image(stored.key());
    } catch (RuntimeException e) {
      log.error("Stored, but the table cannot be read", e);
      return Optional.empty();
    }
  }

  private ApiResponse labelled(ImageRows image) {
    return switch (image.summary().status()) {
      case LABELLED -> ApiResponse.json(201, json.uploaded(image.summary(), image.labels()));
      case RECEIVED -> ApiResponse.json(202, json.uploaded(image.summary(), image.labels()));
      case REJECTED ->
          throw new ProblemException(
              Problem.of(422, image.summary().error().orElse("The image cannot be labelled."))
                  .with("key", image.summary().key()));
    };
  }

  private static ApiResponse received(StoredImage stored) {
    Map<String, Object> received = new LinkedHashMap<>();
    received.put("key", stored.key());
    received.put("status", Status.RECEIVED.text());
    received.put("versionId", stored.versionId());
    return ApiResponse.json(202, received);
  }
}
