package dev.twinlens.local.rekognition.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The part of the SSDLite-MobileNetV2 detector that is converted. TensorFlow's pre- and
 * postprocessing is control flow around a resize and a non-maximum suppression; the local
 * Rekognition does both in Java.
 *
 * <p>The ONNX model's input is {@code input} [1, 300, 300, 3] (NHWC, RGB from -1 to 1); its outputs
 * are {@code boxes} [1, 1917, 4] (encoded against the anchors: y, x, height, width) and {@code
 * scores} [1, 1917, 91] (logits; column 0 is the background, the others COCO's category ids).
 */
final class CocoSsd {

  private static final int SIDE = 300;
  private static final int ANCHORS = 1917;
  private static final int CLASSES = 91;
  private static final int FEATURE_MAPS = 6;

  private CocoSsd() {}

  static byte[] toOnnx(GraphModel model) throws IOException {
    TensorFlowToOnnx converter = new TensorFlowToOnnx(model, "Preprocessor/sub", 1, SIDE, SIDE, 3);
    converter.output("boxes", ANCHORS, 4, predictors("BoxEncodingPredictor"));
    converter.output("scores", ANCHORS, CLASSES, predictors("ClassPredictor"));
    return converter.toByteArray("coco-ssd");
  }

  /** The anchors' corners, ANCHORS rows of y1, x1, y2, x2 as ratios of the image. */
  static float[] anchors(GraphModel model) throws IOException {
    GraphModel.Tensor anchors = model.weight("Postprocessor/ExpandDims");
    if (!Arrays.equals(anchors.shape(), new int[] {1, ANCHORS, 4})) {
      throw new ConversionException(
          "Unexpected shape of the anchors: " + Arrays.toString(anchors.shape()));
    }
    return anchors.values();
  }

  private static List<String> predictors(String kind) {
    List<String> names = new ArrayList<>();
    for (int k = 0; k < FEATURE_MAPS; k++) {
      names.add("BoxPredictor_%d/%s/BiasAdd".formatted(k, kind));
    }
    return names;
  }
}
