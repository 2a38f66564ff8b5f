/**
 * Makes the detector's resources while the project is built: TensorFlow.js weights out of an npm
 * package, as ONNX. Nothing of it is in the jar.
 */
package dev.twinlens.local.rekognition.convert;
