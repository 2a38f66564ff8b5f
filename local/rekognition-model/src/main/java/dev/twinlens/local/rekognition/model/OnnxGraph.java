package dev.twinlens.local.rekognition.model;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds an ONNX model. The field numbers are those of {@code onnx.proto3} (IR version 8, operator
 * set 13), of which it has what the converter needs.
 */
final class OnnxGraph {

  private static final int IR_VERSION = 8;
  private static final int OPERATOR_SET = 13;

  /** TensorProto.DataType. */
  private static final int FLOAT = 1;

  private static final int INT64 = 7;

  private final List<ByteString> nodes = new ArrayList<>();
  private final List<ByteString> initializers = new ArrayList<>();
  private final List<ByteString> inputs = new ArrayList<>();
  private final List<ByteString> outputs = new ArrayList<>();

  /** An attribute of a node. */
  sealed interface Attribute {
    String name();

    record Text(String name, String value) implements Attribute {}

    record Int(String name, long value) implements Attribute {}

    record Real(String name, float value) implements Attribute {}

    record Ints(String name, List<Integer> values) implements Attribute {}
  }

  void input(String name, int... shape) throws IOException {
    inputs.add(valueInfo(name, shape));
  }

  void output(String name, int... shape) throws IOException {
    outputs.add(valueInfo(name, shape));
  }

  void node(String op, List<String> inputNames, String output, Attribute... attributes)
      throws IOException {
    List<ByteString> encoded = new ArrayList<>();
    for (Attribute attribute : attributes) {
      encoded.add(attribute(attribute));
    }
    nodes.add(
        message(
            out -> {
              for (String input : inputNames) {
                out.writeString(1, input);
              }
              out.writeString(2, output);
              out.writeString(3, output);
              out.writeString(4, op);
              for (ByteString attribute : encoded) {
                out.writeBytes(5, attribute);
              }
            }));
  }

  void constant(String name, int[] shape, float[] values) throws IOException {
    ByteBuffer raw =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    initializers.add(tensor(name, shape, FLOAT, raw.array()));
  }

  void constant(String name, long... values) throws IOException {
    ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    initializers.add(tensor(name, new int[] {values.length}, INT64, raw.array()));
  }

  byte[] toByteArray(String graphName) throws IOException {
    ByteString graph =
        message(
            out -> {
              writeAll(out, 1, nodes);
              out.writeString(2, graphName);
              writeAll(out, 5, initializers);
              writeAll(out, 11, inputs);
              writeAll(out, 12, outputs);
            });
    ByteString operatorSet = message(out -> out.writeInt64(2, OPERATOR_SET));
    return message(
            out -> {
              out.writeInt64(1, IR_VERSION);
              out.writeString(2, "twinlens");
              out.writeBytes(7, graph);
              out.writeBytes(8, operatorSet);
            })
        .toByteArray();
  }

  private static ByteString attribute(Attribute attribute) throws IOException {
    return message(
        out -> {
          out.writeString(1, attribute.name());
          switch (attribute) {
            case Attribute.Real real -> {
              out.writeFloat(2, real.value());
              out.writeEnum(20, 1);
            }
            case Attribute.Int integer -> {
              out.writeInt64(3, integer.value());
              out.writeEnum(20, 2);
            }
            case Attribute.Text text -> {
              out.writeBytes(4, ByteString.copyFromUtf8(text.value()));
              out.writeEnum(20, 3);
            }
            case Attribute.Ints integers -> {
              for (int value : integers.values()) {
                out.writeInt64(8, value);
              }
              out.writeEnum(20, 7);
            }
          }
        });
  }

  private static ByteString tensor(String name, int[] shape, int type, byte[] raw)
      throws IOException {
    return message(
        out -> {
          for (int dimension : shape) {
            out.writeInt64(1, dimension);
          }
          out.writeEnum(2, type);
          out.writeString(8, name);
          out.writeByteArray(9, raw);
        });
  }

  private static ByteString valueInfo(String name, int[] shape) throws IOException {
    List<ByteString> dimensions = new ArrayList<>();
    for (int dimension : shape) {
      dimensions.add(message(out -> out.writeInt64(1, dimension)));
    }
    ByteString tensorShape = message(out -> writeAll(out, 1, dimensions));
    ByteString tensorType =
        message(
            out -> {
              out.writeEnum(1, FLOAT);
              out.writeBytes(2, tensorShape);
            });
    ByteString type = message(out -> out.writeBytes(1, tensorType));
    return message(
        out -> {
          out.writeString(1, name);
          out.writeBytes(2, type);
        });
  }

  private static void writeAll(CodedOutputStream out, int field, List<ByteString> messages)
      throws IOException {
    for (ByteString message : messages) {
      out.writeBytes(field, message);
    }
  }

  @FunctionalInterface
  private interface Content {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  private static ByteString message(Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    content.writeTo(out);
    out.flush();
    return ByteString.copyFrom(bytes.toByteArray());
  }
}
