package dev.twinlens.local.rekognition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Turns the detector's raw output into objects: sigmoid scores, boxes relative to the anchors, and
 * non-maximum suppression per class. The constants are those of the model's own TensorFlow
 * postprocessing (box coder scales 10, 10, 5, 5).
 */
final class SsdDecoder {

  private static final float CENTER_SCALE = 10;
  private static final float SIZE_SCALE = 5;
  private static final float OVERLAP = 0.5f;
  private static final int MOST_PER_CLASS = 100;

  private final float[] anchors;
  private final int classes;

  /**
   * Makes a decoder for one model.
   *
   * @param anchors rows of y1, x1, y2, x2
   * @param classes columns of the score tensor, the first of which is the background
   */
  SsdDecoder(float[] anchors, int classes) {
    this.anchors = anchors;
    this.classes = classes;
  }

  /**
   * Reads the output for one image.
   *
   * @param boxes [anchors][4], encoded y, x, height, width
   * @param logits [anchors][classes]
   * @param minConfidence percent, above 0; no object reaches 100
   * @return the objects of every class, each class sorted by confidence
   */
  List<DetectedObject> decode(float[] boxes, float[] logits, float minConfidence) {
    double ratio = minConfidence / 100.0;
    float threshold = (float) Math.log(ratio / (1 - ratio));
    List<DetectedObject> found = new ArrayList<>();
    for (int id = 1; id < classes; id++) {
      List<DetectedObject> candidates = new ArrayList<>();
      for (int anchor = 0; anchor < anchors.length / 4; anchor++) {
        float logit = logits[anchor * classes + id];
        if (logit >= threshold) {
          float confidence = (float) (100 / (1 + Math.exp(-logit)));
          candidates.add(new DetectedObject(id, confidence, box(boxes, anchor * 4)));
        }
      }
      found.addAll(suppress(candidates));
    }
    return found;
  }

  private BoundingBox box(float[] boxes, int offset) {
    float anchorHeight = anchors[offset + 2] - anchors[offset];
    float anchorWidth = anchors[offset + 3] - anchors[offset + 1];
    float centerY =
        boxes[offset] / CENTER_SCALE * anchorHeight + anchors[offset] + anchorHeight / 2;
    float centerX =
        boxes[offset + 1] / CENTER_SCALE * anchorWidth + anchors[offset + 1] + anchorWidth / 2;
    float halfHeight = (float) Math.exp(boxes[offset + 2] / SIZE_SCALE) * anchorHeight / 2;
    float halfWidth = (float) Math.exp(boxes[offset + 3] / SIZE_SCALE) * anchorWidth / 2;
    return BoundingBox.ofCorners(
        centerX - halfWidth, centerY - halfHeight, centerX + halfWidth, centerY + halfHeight);
  }

  private static List<DetectedObject> suppress(List<DetectedObject> candidates) {
    candidates.sort(Comparator.comparingDouble(DetectedObject::confidence).reversed());
    List<DetectedObject> kept = new ArrayList<>();
    for (DetectedObject candidate : candidates) {
      boolean overlaps =
          kept.stream()
              .anyMatch(better -> better.box().intersectionOverUnion(candidate.box()) > OVERLAP);
      if (!overlaps) {
        kept.add(candidate);
        if (kept.size() == MOST_PER_CLASS) {
          break;
        }
      }
    }
    return kept;
  }
}
