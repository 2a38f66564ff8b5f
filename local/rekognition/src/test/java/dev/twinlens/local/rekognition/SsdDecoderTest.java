package dev.twinlens.local.rekognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SsdDecoderTest {

  /** Two anchors that overlap by two thirds, and one apart; y1, x1, y2, x2. */
  private static final float[] ANCHORS = {
    0.0f, 0.0f, 0.4f, 0.4f, //
    0.0f, 0.08f, 0.4f, 0.48f, //
    0.6f, 0.6f, 0.8f, 1.0f
  };

  private static final float NEVER = -20;

  private final SsdDecoder decoder = new SsdDecoder(ANCHORS, 3);

  @Test
  void movesAndStretchesTheAnchor() {
    // Up by half its height, right by a quarter of its width, twice as high, half as wide.
    float[] boxes = new float[12];
    boxes[8] = -5;
    boxes[9] = 2.5f;
    boxes[10] = (float) (5 * Math.log(2));
    boxes[11] = (float) (5 * Math.log(0.5));
    float[] logits = logits();
    logits[2 * 3 + 1] = 0;

    List<DetectedObject> found = decoder.decode(boxes, logits, 40);

    assertThat(found).hasSize(1);
    assertThat(found.get(0).cocoId()).isEqualTo(1);
    assertThat(found.get(0).confidence()).isCloseTo(50, within(0.001f));
    BoundingBox box = found.get(0).box();
    assertThat(box.left()).isCloseTo(0.8f, within(0.0001f));
    assertThat(box.top()).isCloseTo(0.4f, within(0.0001f));
    assertThat(box.width()).isCloseTo(0.2f, within(0.0001f));
    assertThat(box.height()).isCloseTo(0.4f, within(0.0001f));
  }

  @Test
  void keepsTheSurerOfTwoBoxesOfOneClassThatOverlap() {
    float[] logits = logits();
    logits[0 * 3 + 1] = 1;
    logits[1 * 3 + 1] = 2;
    logits[2 * 3 + 1] = 0.5f;

    List<DetectedObject> found = decoder.decode(new float[12], logits, 50);

    assertThat(found)
        .extracting(detection -> Math.round(100 * detection.box().left()))
        .containsExactly(8, 60);
  }

  @Test
  void keepsBoxesOfDifferentClassesThatOverlap() {
    float[] logits = logits();
    logits[0 * 3 + 1] = 1;
    logits[1 * 3 + 2] = 2;

    List<DetectedObject> found = decoder.decode(new float[12], logits, 50);

    assertThat(found).extracting(DetectedObject::cocoId).containsExactly(1, 2);
  }

  @Test
  void cutsBoxesAtTheEdgeOfTheImage() {
    float[] boxes = new float[12];
    boxes[0] = -5;
    boxes[1] = -5;
    float[] logits = logits();
    logits[1] = 3;

    BoundingBox box = decoder.decode(boxes, logits, 50).get(0).box();

    assertThat(box.left()).isZero();
    assertThat(box.top()).isZero();
    assertThat(box.width()).isCloseTo(0.2f, within(0.0001f));
    assertThat(box.height()).isCloseTo(0.2f, within(0.0001f));
  }

  @Test
  void neverReportsTheBackground() {
    float[] logits = logits();
    logits[0] = 10;

    assertThat(decoder.decode(new float[12], logits, 50)).isEmpty();
  }

  private static float[] logits() {
    float[] logits = new float[9];
    Arrays.fill(logits, NEVER);
    return logits;
  }
}
