package dev.twinlens.classification;

import dev.twinlens.domain.images.UnreadableImageException;
import dev.twinlens.domain.storage.StoredImage;

/** Says what an image shows. */
interface LabelDetector {
  /**
   * Detects the labels of a stored image.
   *
   * @throws UnreadableImageException when the detector cannot read the image, now or later
   * @throws RuntimeException when another attempt may succeed
   */
  Detection detect(StoredImage image) throws UnreadableImageException;
}
