package dev.twinlens.local.rekognition;

/** A box as ratios of the upright image's width and height, within the image. */
record BoundingBox(float left, float top, float width, float height) {

  /** The box between two corners, clipped to the image. */
  static BoundingBox ofCorners(float left, float top, float right, float bottom) {
    float clampedLeft = clamp(left);
    float clampedTop = clamp(top);
    return new BoundingBox(
        clampedLeft, clampedTop, clamp(right) - clampedLeft, clamp(bottom) - clampedTop);
  }

  /** The area that both boxes cover, divided by the area that at least one covers. */
  float intersectionOverUnion(BoundingBox other) {
    float sharedWidth =
        Math.min(left + width, other.left + other.width) - Math.max(left, other.left);
    float sharedHeight =
        Math.min(top + height, other.top + other.height) - Math.max(top, other.top);
    if (sharedWidth <= 0 || sharedHeight <= 0) {
      return 0;
    }
    float shared = sharedWidth * sharedHeight;
    return shared / (area() + other.area() - shared);
  }

  private float area() {
    return width * height;
  }

  private static float clamp(float ratio) {
    return Math.min(1, Math.max(0, ratio));
  }
}
