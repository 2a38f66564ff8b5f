/**
 * Amazon Rekognition's DetectLabels with a real detector behind it: an SSDLite-MobileNetV2 trained
 * on COCO, run by ONNX Runtime inside the JVM. {@link
 * dev.twinlens.local.rekognition.RekognitionService} is the entry point.
 */
package dev.twinlens.local.rekognition;
