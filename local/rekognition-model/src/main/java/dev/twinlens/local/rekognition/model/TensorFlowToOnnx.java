package dev.twinlens.local.rekognition.model;

import dev.twinlens.local.rekognition.model.GraphModel.Node;
import dev.twinlens.local.rekognition.model.GraphModel.Tensor;
import dev.twinlens.local.rekognition.model.OnnxGraph.Attribute;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Converts a part of a TensorFlow graph to ONNX: everything between one input tensor and the
 * requested outputs. TensorFlow computes in NHWC, ONNX in NCHW, so the input and the convolution
 * kernels are transposed, and the outputs are transposed back. An unknown operation, layout or
 * attribute fails the conversion.
 */
final class TensorFlowToOnnx {

  private final GraphModel model;
  private final OnnxGraph graph = new OnnxGraph();
  private final Set<String> done = new HashSet<>();

  /**
   * Starts a conversion.
   *
   * @param input the node whose result the caller supplies
   * @param shape the input's shape, NHWC
   */
  TensorFlowToOnnx(GraphModel model, String input, int... shape) throws IOException {
    this.model = model;
    graph.input("input", shape);
    graph.node(
        "Transpose", List.of("input"), input, new Attribute.Ints("perm", List.of(0, 3, 1, 2)));
    done.add(input);
  }

  /**
   * Adds an output: the named feature maps, each flattened in NHWC order to rows of {@code width}
   * values and concatenated, as a tensor of shape [1, rows, width].
   */
  void output(String name, int rows, int width, List<String> featureMaps) throws IOException {
    String shapeName = name + "/shape";
    graph.constant(shapeName, 1, -1, width);
    List<String> parts = new ArrayList<>();
    for (String featureMap : featureMaps) {
      add(featureMap);
      String channelsLast = featureMap + "/nhwc";
      graph.node(
          "Transpose",
          List.of(featureMap),
          channelsLast,
          new Attribute.Ints("perm", List.of(0, 2, 3, 1)));
      String part = featureMap + "/rows";
      graph.node("Reshape", List.of(channelsLast, shapeName), part);
      parts.add(part);
    }
    graph.node("Concat", parts, name, new Attribute.Int("axis", 1));
    graph.output(name, 1, rows, width);
  }

  byte[] toByteArray(String graphName) throws IOException {
    return graph.toByteArray(graphName);
  }

  private void add(String name) throws IOException {
    if (!done.add(name)) {
      return;
    }
    Node node = model.node(name);
    switch (node.op()) {
      case "Conv2D" -> convolution(node, false);
      case "DepthwiseConv2dNative" -> convolution(node, true);
      case "FusedBatchNorm" -> batchNormalization(node);
      case "BiasAdd" -> {
        requireChannelsLast(node);
        elementwise(node, "Add");
      }
      case "Add" -> elementwise(node, "Add");
      case "AddN" -> elementwise(node, "Sum");
      case "Mul" -> elementwise(node, "Mul");
      case "Relu6" -> {
        String low = constant(name + "/min", new Tensor(new int[0], new float[] {0}));
        String high = constant(name + "/max", new Tensor(new int[0], new float[] {6}));
        graph.node("Clip", List.of(operand(node, 0), low, high), name);
      }
      default ->
          throw new ConversionException(
              node, "is an operation that the converter does not support: add it, with a test");
    }
  }

  private void convolution(Node node, boolean depthwise) throws IOException {
    requireChannelsLast(node);
    if (!node.text("padding").equals("SAME")) {
      throw new ConversionException(node, "has a padding other than SAME, which is not supported");
    }
    int[] dilations = node.integers("dilations");
    for (int dilation : dilations) {
      if (dilation != 1) {
        throw new ConversionException(node, "is dilated, which is not supported");
      }
    }
    int[] strides = node.integers("strides");
    Tensor kernel = weight(node, 1);
    if (kernel.shape().length != 4) {
      throw new ConversionException(node, "has a kernel that is not of rank 4");
    }
    int group = depthwise ? kernel.shape()[2] : 1;
    String kernelName =
        constant(node.name() + "/kernel", depthwise ? depthwiseKernel(kernel) : kernel(kernel));
    graph.node(
        "Conv",
        List.of(operand(node, 0), kernelName),
        node.name(),
        // TensorFlow's SAME puts the odd pixel of padding at the end, which is SAME_UPPER.
        new Attribute.Text("auto_pad", "SAME_UPPER"),
        new Attribute.Ints("strides", List.of(strides[1], strides[2])),
        new Attribute.Int("group", group));
  }

  private void batchNormalization(Node node) throws IOException {
    requireChannelsLast(node);
    if (node.flag("is_training")) {
      throw new ConversionException(node, "is in training mode, which is not supported");
    }
    List<String> inputs = new ArrayList<>(List.of(operand(node, 0)));
    for (int i = 1; i <= 4; i++) {
      inputs.add(constant(node.name() + "/" + i, weight(node, i)));
    }
    graph.node(
        "BatchNormalization",
        inputs,
        node.name(),
        new Attribute.Real("epsilon", node.real("epsilon")));
  }

  private void elementwise(Node node, String onnxOp) throws IOException {
    List<String> inputs = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      inputs.add(isConstant(node, i) ? perChannel(node, i) : operand(node, i));
    }
    graph.node(onnxOp, inputs, node.name());
  }

  /** One value a channel: [C] in NHWC broadcasts over the last axis, in NCHW over the second. */
  private String perChannel(Node node, int index) throws IOException {
    Tensor tensor = weight(node, index);
    if (tensor.shape().length > 1) {
      throw new ConversionException(
          node,
          "has a constant of rank %d, which is not supported".formatted(tensor.shape().length));
    }
    int[] shape = {1, tensor.values().length, 1, 1};
    return constant(node.name() + "/constant" + index, new Tensor(shape, tensor.values()));
  }

  private String operand(Node node, int index) throws IOException {
    String name = node.inputs().get(index);
    add(name);
    return name;
  }

  private boolean isConstant(Node node, int index) throws IOException {
    String name = node.inputs().get(index);
    return !done.contains(name) && model.node(name).op().equals("Const");
  }

  private Tensor weight(Node node, int index) throws IOException {
    if (index >= node.inputs().size()) {
      throw new ConversionException(node, "lacks its input " + index);
    }
    return model.weight(node.inputs().get(index));
  }

  private String constant(String name, Tensor tensor) throws IOException {
    graph.constant(name, tensor.shape(), tensor.values());
    return name;
  }

  private static void requireChannelsLast(Node node) throws IOException {
    if (!node.text("data_format").equals("NHWC")) {
      throw new ConversionException(node, "is not in the layout NHWC, which is not supported");
    }
  }

  /** [height, width, in, out] to [out, in, height, width]. */
  private static Tensor kernel(Tensor tensor) {
    int[] shape = tensor.shape();
    int area = shape[0] * shape[1];
    int in = shape[2];
    int out = shape[3];
    float[] values = new float[tensor.values().length];
    for (int pixel = 0; pixel < area; pixel++) {
      for (int i = 0; i < in; i++) {
        for (int o = 0; o < out; o++) {
          values[(o * in + i) * area + pixel] = tensor.values()[(pixel * in + i) * out + o];
        }
      }
    }
    return new Tensor(new int[] {out, in, shape[0], shape[1]}, values);
  }

  /** [height, width, in, multiplier] to [in * multiplier, 1, height, width]. */
  private static Tensor depthwiseKernel(Tensor tensor) {
    int[] shape = tensor.shape();
    int area = shape[0] * shape[1];
    int channels = shape[2] * shape[3];
    float[] values = new float[tensor.values().length];
    for (int pixel = 0; pixel < area; pixel++) {
      for (int channel = 0; channel < channels; channel++) {
        values[channel * area + pixel] = tensor.values()[pixel * channels + channel];
      }
    }
    return new Tensor(new int[] {channels, 1, shape[0], shape[1]}, values);
  }
}
