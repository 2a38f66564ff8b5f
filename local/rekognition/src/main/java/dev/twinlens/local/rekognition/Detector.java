package dev.twinlens.local.rekognition;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/**
 * The object detector: an ONNX Runtime session and the decoder of its output. Any number of threads
 * may detect at once.
 */
final class Detector implements AutoCloseable {

  private static final String MODEL = "model/coco-ssd.onnx";
  private static final String ANCHORS = "model/coco-ssd-anchors.f32";
  private static final int CLASSES = 91;

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final SsdDecoder decoder;

  private Detector(OrtEnvironment environment, OrtSession session, SsdDecoder decoder) {
    this.environment = environment;
    this.session = session;
    this.decoder = decoder;
  }

  /**
   * Requires the model on the class path, so that a broken build fails at once.
   *
   * @throws IllegalStateException when a model file is missing
   */
  static void requireModel() {
    for (String name : List.of(MODEL, ANCHORS)) {
      if (Detector.class.getResource(name) == null) {
        throw new IllegalStateException(
            "The detector's %s is not on the class path: build it with `mvn -pl local/rekognition-model package`."
                .formatted(name));
      }
    }
  }

  static Detector load() throws IOException, OrtException {
    requireModel();
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    environment.setTelemetry(false);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      // Other services share the machine: a detection takes about 20 ms on two threads.
      options.setIntraOpNumThreads(Math.min(2, Runtime.getRuntime().availableProcessors()));
      // Without the arena, a detection frees its memory when it ends.
      options.setCPUArenaAllocator(false);
      OrtSession session = environment.createSession(resource(MODEL), options);
      return new Detector(environment, session, new SsdDecoder(anchors(), CLASSES));
    }
  }

  /**
   * Finds objects.
   *
   * @param minConfidence percent, above 0
   */
  List<DetectedObject> detect(FloatBuffer image, float minConfidence) throws OrtException {
    try (OnnxTensor input = OnnxTensor.createTensor(environment, image, ModelInput.SHAPE);
        OrtSession.Result result = session.run(Map.of("input", input))) {
      return decoder.decode(values(result, "boxes"), values(result, "scores"), minConfidence);
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }

  private static float[] values(OrtSession.Result result, String name) {
    OnnxTensor tensor =
        (OnnxTensor)
            result
                .get(name)
                .orElseThrow(() -> new IllegalStateException("The model has no output " + name));
    FloatBuffer buffer = tensor.getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private static float[] anchors() throws IOException {
    FloatBuffer buffer =
        ByteBuffer.wrap(resource(ANCHORS)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    float[] anchors = new float[buffer.remaining()];
    buffer.get(anchors);
    return anchors;
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = Detector.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }
}
