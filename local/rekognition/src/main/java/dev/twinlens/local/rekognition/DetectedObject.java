package dev.twinlens.local.rekognition;

/**
 * One object that the detector found.
 *
 * @param cocoId COCO's category id, 1 to 90
 * @param confidence percent
 */
record DetectedObject(int cocoId, float confidence, BoundingBox box) {}
