package dev.twinlens.local.rekognition;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * The detector's input: 300 × 300 pixels, RGB from -1 to 1, upright. The image is stretched to a
 * square, as in the detector's training.
 */
final class ModelInput {

  static final int SIDE = 300;
  static final long[] SHAPE = {1, SIDE, SIDE, 3};

  private ModelInput() {}

  /**
   * Resizes an image.
   *
   * @param image of the type {@link BufferedImage#TYPE_INT_RGB}
   */
  static FloatBuffer of(BufferedImage image, Orientation orientation) {
    float[] narrowed = resizeRows(image);
    float[] stored = resizeColumns(narrowed, image.getHeight());
    FloatBuffer input =
        ByteBuffer.allocateDirect(SIDE * SIDE * 3 * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int offset = orientation.storedOffset(x, y, SIDE) * 3;
        for (int channel = 0; channel < 3; channel++) {
          input.put(stored[offset + channel] * 2 / 255 - 1);
        }
      }
    }
    return input.rewind();
  }

  private static float[] resizeRows(BufferedImage image) {
    Weights[] columns = Weights.forAxis(image.getWidth());
    float[] result = new float[image.getHeight() * SIDE * 3];
    int[] row = new int[image.getWidth()];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRaster().getDataElements(0, y, row.length, 1, row);
      for (int x = 0; x < SIDE; x++) {
        Weights weights = columns[x];
        for (int channel = 0; channel < 3; channel++) {
          int shift = 16 - 8 * channel;
          float sum = 0;
          for (int i = 0; i < weights.factors.length; i++) {
            sum += weights.factors[i] * (row[weights.first + i] >> shift & 0xFF);
          }
          result[(y * SIDE + x) * 3 + channel] = sum;
        }
      }
    }
    return result;
  }

  private static float[] resizeColumns(float[] narrowed, int height) {
    Weights[] rows = Weights.forAxis(height);
    float[] result = new float[SIDE * SIDE * 3];
    for (int y = 0; y < SIDE; y++) {
      Weights weights = rows[y];
      for (int i = 0; i < weights.factors.length; i++) {
        int source = (weights.first + i) * SIDE * 3;
        for (int x = 0; x < SIDE * 3; x++) {
          result[y * SIDE * 3 + x] += weights.factors[i] * narrowed[source + x];
        }
      }
    }
    return result;
  }

  /**
   * The source pixels of one target pixel, with their weights: bilinear interpolation while that
   * covers every source pixel, as in the detector's training (smoother reductions lower the
   * confidence by up to nine percent); for larger images, a triangle that is wide enough to cover
   * every source pixel.
   */
  private static final class Weights {

    private final int first;
    private final float[] factors;

    private Weights(int first, float[] factors) {
      this.first = first;
      this.factors = factors;
    }

    static Weights[] forAxis(int length) {
      double scale = (double) length / SIDE;
      double radius = Math.max(1, scale / 2);
      Weights[] axis = new Weights[SIDE];
      for (int target = 0; target < SIDE; target++) {
        double center = (target + 0.5) * scale - 0.5;
        int first = Math.max(0, (int) Math.ceil(center - radius));
        int last = Math.min(length - 1, (int) Math.floor(center + radius));
        float[] factors = new float[last - first + 1];
        float sum = 0;
        for (int i = 0; i < factors.length; i++) {
          factors[i] = (float) Math.max(0, 1 - Math.abs(first + i - center) / radius);
          sum += factors[i];
        }
        for (int i = 0; i < factors.length; i++) {
          factors[i] /= sum;
        }
        axis[target] = new Weights(first, factors);
      }
      return axis;
    }
  }
}
