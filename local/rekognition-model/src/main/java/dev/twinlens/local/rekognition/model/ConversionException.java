package dev.twinlens.local.rekognition.model;

import java.io.IOException;

/** The model has an operation or attribute that the converter does not support. */
final class ConversionException extends IOException {

  ConversionException(String message) {
    super(message);
  }

  ConversionException(GraphModel.Node node, String problem) {
    super("The %s node %s %s".formatted(node.op(), node.name(), problem));
  }
}
