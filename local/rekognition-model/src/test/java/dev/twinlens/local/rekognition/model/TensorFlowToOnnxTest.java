package dev.twinlens.local.rekognition.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tiny models, converted and run; the expected values were calculated by hand. */
class TensorFlowToOnnxTest {

  private static final Offset<Float> NEARLY = Offset.offset(1e-5f);

  @TempDir Path directory;

  private final ArrayNode nodes = JsonNodeFactory.instance.arrayNode();
  private final ArrayNode weights = JsonNodeFactory.instance.arrayNode();
  private final List<Float> values = new ArrayList<>();

  @Test
  void convolvesWithPaddingAtTheEnd() throws Exception {
    // Two by two pixels of two channels; a kernel 2 × 2 that sums channel 0 into the first output
    // and ten times channel 1 of the top left pixel into the second.
    weight("kernel", List.of(2, 2, 2, 2), 1, 0, 0, 10, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0);
    convolution("Conv2D", "out", "SAME", 1, "in", "kernel");

    float[] result = run(List.of(2, 2, 2), 2, 1, 5, 2, 6, 3, 7, 4, 8);

    // Pixels outside the image count as zero, so the right and lower edges have smaller sums.
    assertThat(result).containsExactly(new float[] {10, 50, 6, 60, 7, 70, 4, 80}, NEARLY);
  }

  @Test
  void convolvesEachChannelSeparately() throws Exception {
    weight("kernel", List.of(1, 2, 2, 1), 1, 100, 10, 1000);
    convolution("DepthwiseConv2dNative", "out", "SAME", 1, "in", "kernel");

    float[] result = run(List.of(1, 2, 2), 2, 1, 2, 3, 4);

    assertThat(result).containsExactly(new float[] {31, 4200, 3, 400}, NEARLY);
  }

  @Test
  void stridesOverEverySecondPixel() throws Exception {
    weight("kernel", List.of(1, 1, 1, 1), 2);
    convolution("Conv2D", "out", "SAME", 2, "in", "kernel");

    assertThat(run(List.of(4, 4, 1), 1, numbers(16)))
        .containsExactly(new float[] {0, 4, 16, 20}, NEARLY);
  }

  @Test
  void normalizesByTheMovingMeanAndVariance() throws Exception {
    weight("scale", List.of(2), 2, 1);
    weight("offset", List.of(2), 1, 0);
    weight("mean", List.of(2), 3, 0);
    weight("variance", List.of(2), 3.75f, 0.75f);
    ObjectNode attributes =
        node("FusedBatchNorm", "out", "in", "scale", "offset", "mean", "variance");
    attributes.putObject("epsilon").put("f", 0.25);
    layout(attributes, "NHWC");
    attributes.putObject("is_training").put("b", false);

    assertThat(run(List.of(1, 1, 2), 2, 7, 5)).containsExactly(new float[] {5, 5}, NEARLY);
  }

  @Test
  void addsMultipliesAndClips() throws Exception {
    weight("bias", List.of(2), 1, -10);
    weight("factor", List.of(), 2);
    layout(node("BiasAdd", "biased", "in", "bias"), "NHWC");
    node("Mul", "doubled", "biased", "factor");
    node("AddN", "summed", "doubled", "in");
    node("Add", "again", "summed", "in");
    node("Relu6", "out", "again");

    // 1: (1+1)*2+1+1 = 6; 2: (2-10)*2+2+2 = -12; 0.5: 3+1 = 4; 9: -2+18 = 16.
    assertThat(run(List.of(1, 2, 2), 2, 1, 2, 0.5f, 9))
        .containsExactly(new float[] {6, 0, 4, 6}, NEARLY);
  }

  @Test
  void rejectsAnUnknownOperation() {
    node("Softmax", "out", "in");

    assertRejected("The Softmax node out is an operation that the converter does not support");
  }

  @Test
  void rejectsAPaddingOtherThanSame() {
    weight("kernel", List.of(1, 1, 1, 1), 1);
    convolution("Conv2D", "out", "VALID", 1, "in", "kernel");

    assertRejected("padding other than SAME");
  }

  @Test
  void rejectsADilatedConvolution() {
    weight("kernel", List.of(1, 1, 1, 1), 1);
    ObjectNode attributes = convolution("Conv2D", "out", "SAME", 1, "in", "kernel");
    attributes
        .putObject("dilations")
        .putObject("list")
        .putArray("i")
        .add("1")
        .add("2")
        .add("2")
        .add("1");

    assertRejected("is dilated");
  }

  @Test
  void rejectsAnotherLayout() {
    weight("bias", List.of(1), 1);
    layout(node("BiasAdd", "out", "in", "bias"), "NCHW");

    assertRejected("not in the layout NHWC");
  }

  @Test
  void rejectsBatchNormalizationInTrainingMode() {
    weight("v", List.of(1), 1);
    ObjectNode attributes = node("FusedBatchNorm", "out", "in", "v", "v", "v", "v");
    layout(attributes, "NHWC");
    attributes.putObject("is_training").put("b", true);

    assertRejected("training mode");
  }

  @Test
  void rejectsAConstantThatIsNotOneValuePerChannel() {
    weight("matrix", List.of(2, 2), 1, 2, 3, 4);
    node("Add", "out", "in", "matrix");

    assertRejected("constant of rank 2");
  }

  @Test
  void rejectsAMissingNode() {
    node("Relu6", "out", "gone");

    assertRejected("The graph has no node gone");
  }

  @Test
  void rejectsQuantisedWeights() {
    weight("bias", List.of(1), 1);
    ((ObjectNode) weights.get(0)).putObject("quantization").put("dtype", "uint8");
    node("Relu6", "out", "in");

    assertRejected("bias is quantised");
  }

  @Test
  void rejectsShardsThatEndEarly() {
    weight("bias", List.of(1), 1);
    ((ObjectNode) weights.get(0)).putArray("shape").add(2);
    node("Relu6", "out", "in");

    assertRejected("The shards end before the weight bias");
  }

  @Test
  void rejectsShardsWithSurplusBytes() {
    values.add(1f);
    node("Relu6", "out", "in");

    assertRejected("The shards have 4 bytes that the weights manifest does not describe");
  }

  private void assertRejected(String message) {
    assertThatExceptionOfType(ConversionException.class)
        .isThrownBy(() -> convert(List.of(1, 1, 1), 1))
        .withMessageContaining(message);
  }

  /** Runs the model on an image of height, width and channels; returns "out" in NHWC order. */
  private float[] run(List<Integer> shape, int outputChannels, float... image) throws Exception {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long[] inputShape = {1, shape.get(0), shape.get(1), shape.get(2)};
    try (OrtSession session = environment.createSession(convert(shape, outputChannels));
        OnnxTensor input =
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(image), inputShape);
        OrtSession.Result result = session.run(Map.of("input", input))) {
      FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] output = new float[buffer.remaining()];
      buffer.get(output);
      return output;
    }
  }

  private byte[] convert(List<Integer> shape, int outputChannels) throws IOException {
    ByteBuffer shard = ByteBuffer.allocate(values.size() * 4).order(ByteOrder.LITTLE_ENDIAN);
    values.forEach(shard::putFloat);
    Files.write(directory.resolve("shard1of1"), shard.array());
    ObjectNode model = JsonNodeFactory.instance.objectNode();
    model.putObject("modelTopology").set("node", nodes);
    ObjectNode group = model.putArray("weightsManifest").addObject();
    group.putArray("paths").add("shard1of1");
    group.set("weights", weights);
    Path file = directory.resolve("model.json");
    Files.writeString(file, model.toString());

    TensorFlowToOnnx converter =
        new TensorFlowToOnnx(
            GraphModel.read(file), "in", 1, shape.get(0), shape.get(1), shape.get(2));
    converter.output("result", -1, outputChannels, List.of("out"));
    return converter.toByteArray("test");
  }

  private void weight(String name, List<Integer> shape, float... elements) {
    ObjectNode entry = weights.addObject().put("name", name).put("dtype", "float32");
    ArrayNode dimensions = entry.putArray("shape");
    shape.forEach(dimensions::add);
    for (float element : elements) {
      values.add(element);
    }
    node("Const", name);
  }

  private ObjectNode node(String op, String name, String... inputs) {
    ObjectNode node = nodes.addObject().put("name", name).put("op", op);
    ArrayNode names = node.putArray("input");
    for (String input : inputs) {
      names.add(input);
    }
    return node.putObject("attr");
  }

  private ObjectNode convolution(
      String op, String name, String padding, int stride, String... inputs) {
    ObjectNode attributes = node(op, name, inputs);
    layout(attributes, "NHWC");
    text(attributes, "padding", padding);
    ArrayNode strides = attributes.putObject("strides").putObject("list").putArray("i");
    String step = Integer.toString(stride);
    strides.add("1").add(step).add(step).add("1");
    ArrayNode dilations = attributes.putObject("dilations").putObject("list").putArray("i");
    dilations.add("1").add("1").add("1").add("1");
    return attributes;
  }

  private static void layout(ObjectNode attributes, String layout) {
    text(attributes, "data_format", layout);
  }

  private static void text(ObjectNode attributes, String name, String value) {
    ArrayNode bytes = attributes.putObject(name).putArray("s");
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      bytes.add((int) b);
    }
  }

  private static float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = i;
    }
    return numbers;
  }
}
