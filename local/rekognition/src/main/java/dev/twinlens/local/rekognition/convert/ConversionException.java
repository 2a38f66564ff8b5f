package dev.twinlens.local.rekognition.convert;

import java.io.IOException;

/** The model holds something that the converter does not know how to say in ONNX. */
final class ConversionException extends IOException {

  ConversionException(String message) {
    super(message);
  }

  ConversionException(GraphModel.Node node, String problem) {
    super("The %s node %s %s".formatted(node.op(), node.name(), problem));
  }
}
