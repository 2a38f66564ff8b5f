package dev.twinlens.local.services.rekognition;

import dev.twinlens.local.services.access.RequiredPermission;
import dev.twinlens.local.services.access.UnknownOperationException;
import java.util.List;

/** The permissions that a call of Rekognition needs. */
final class RekognitionActions {
  private RekognitionActions() {}

  /** The detect actions have no resource. */
  static List<RequiredPermission> of(String operation) throws UnknownOperationException {
    if (!operation.equals("DetectLabels")) {
      throw new UnknownOperationException("rekognition", operation);
    }
    return List.of(RequiredPermission.of("rekognition:DetectLabels", "*"));
  }
}
