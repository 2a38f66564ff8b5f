package dev.twinlens.domain.storage;

/**
 * Rekognition's response about an image, as the results bucket keeps it.
 *
 * @param sha256 of the image's bytes, base64
 * @param limits which labels were asked for
 * @param json the whole response
 */
public record RecordedResult(String sha256, String limits, String json) {}
