package dev.twinlens.local.rekognition.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A TensorFlow.js graph model: {@code model.json} (a GraphDef in protobuf's JSON form, and a
 * weights manifest) with its binary shards beside it. Quantised weights are not supported.
 */
final class GraphModel {

  /** A constant of the graph; its values are in row-major order. */
  static final class Tensor {
    private final int[] shape;
    private final float[] values;

    Tensor(int[] shape, float[] values) {
      this.shape = shape;
      this.values = values;
    }

    int[] shape() {
      return shape;
    }

    float[] values() {
      return values;
    }
  }

  /** One operation with the names of its input tensors. */
  record Node(String name, String op, List<String> inputs, JsonNode attributes) {

    /** A string attribute such as {@code padding}; TensorFlow's bytes are read as UTF-8. */
    String text(String attribute) throws IOException {
      JsonNode value = attributes.path(attribute).path("s");
      if (value.isTextual()) {
        return new String(value.binaryValue(), StandardCharsets.UTF_8);
      }
      if (!value.isArray()) {
        throw new ConversionException(this, "has no attribute " + attribute);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      value.forEach(element -> bytes.write(element.intValue()));
      return bytes.toString(StandardCharsets.UTF_8);
    }

    /** A list of integers such as {@code strides}. */
    int[] integers(String attribute) throws ConversionException {
      JsonNode list = attributes.path(attribute).path("list").path("i");
      if (!list.isArray()) {
        throw new ConversionException(this, "has no attribute " + attribute);
      }
      int[] values = new int[list.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = list.get(i).asInt();
      }
      return values;
    }

    float real(String attribute) throws ConversionException {
      JsonNode value = attributes.path(attribute).path("f");
      if (!value.isNumber()) {
        throw new ConversionException(this, "has no attribute " + attribute);
      }
      return value.floatValue();
    }

    boolean flag(String attribute) {
      return attributes.path(attribute).path("b").asBoolean(false);
    }
  }

  private final Map<String, Node> nodes;
  private final Map<String, Tensor> weights;

  private GraphModel(Map<String, Node> nodes, Map<String, Tensor> weights) {
    this.nodes = nodes;
    this.weights = weights;
  }

  static GraphModel read(Path modelJson) throws IOException {
    JsonNode model = new ObjectMapper().readTree(modelJson.toFile());
    Map<String, Node> nodes = new HashMap<>();
    for (JsonNode node : model.path("modelTopology").path("node")) {
      List<String> inputs = new ArrayList<>();
      node.path("input").forEach(input -> inputs.add(input.asText()));
      String name = node.path("name").asText();
      nodes.put(
          name, new Node(name, node.path("op").asText(), List.copyOf(inputs), node.path("attr")));
    }
    if (nodes.isEmpty()) {
      throw new ConversionException(modelJson + " has no graph (modelTopology.node)");
    }
    return new GraphModel(nodes, readWeights(model.path("weightsManifest"), modelJson));
  }

  Node node(String name) throws ConversionException {
    Node node = nodes.get(name);
    if (node == null) {
      throw new ConversionException("The graph has no node " + name);
    }
    return node;
  }

  Tensor weight(String name) throws ConversionException {
    Tensor tensor = weights.get(name);
    if (tensor == null) {
      throw new ConversionException("The model has no float32 weight " + name);
    }
    return tensor;
  }

  private static Map<String, Tensor> readWeights(JsonNode manifest, Path modelJson)
      throws IOException {
    Map<String, Tensor> weights = new HashMap<>();
    for (JsonNode group : manifest) {
      ByteArrayOutputStream shards = new ByteArrayOutputStream();
      for (JsonNode path : group.path("paths")) {
        shards.write(Files.readAllBytes(modelJson.resolveSibling(path.asText())));
      }
      ByteBuffer bytes = ByteBuffer.wrap(shards.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
      for (JsonNode entry : group.path("weights")) {
        readWeight(entry, bytes, weights);
      }
      if (bytes.hasRemaining()) {
        throw new ConversionException(
            "The shards have %d bytes that the weights manifest does not describe"
                .formatted(bytes.remaining()));
      }
    }
    return weights;
  }

  private static void readWeight(JsonNode entry, ByteBuffer bytes, Map<String, Tensor> weights)
      throws ConversionException {
    String name = entry.path("name").asText();
    if (entry.has("quantization")) {
      throw new ConversionException("The weight " + name + " is quantised, which is not supported");
    }
    int[] shape = new int[entry.path("shape").size()];
    int size = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = entry.path("shape").get(i).asInt();
      size = Math.multiplyExact(size, shape[i]);
    }
    if (bytes.remaining() < size * Float.BYTES) {
      throw new ConversionException("The shards end before the weight " + name);
    }
    String type = entry.path("dtype").asText();
    switch (type) {
      case "float32" -> {
        float[] values = new float[size];
        bytes.asFloatBuffer().get(values);
        weights.put(name, new Tensor(shape, values));
      }
      case "int32" -> {
        // Shapes and axes of TensorFlow's control flow, which is not converted.
      }
      default ->
          throw new ConversionException(
              "The weight %s has the type %s, which is not supported".formatted(name, type));
    }
    bytes.position(bytes.position() + size * Float.BYTES);
  }
}
