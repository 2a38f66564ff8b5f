package dev.twinlens.backup;

import com.azure.core.util.BinaryData;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.storage.ImageBucket;
import dev.twinlens.domain.storage.ObjectContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * One object version that was read to its end. A large one is not held in memory but read again for
 * its bytes.
 */
final class Original {
  /** A smaller object is read once, and its copy can be tried again at once. */
  static final int MAX_IN_MEMORY = 8 * 1024 * 1024;

  private static final int BUFFER = 256 * 1024;

  private final ImageBucket images;
  private final ObjectCreated version;
  private final GetObjectResponse response;
  private final byte[] beginning;
  private final Checksums checksums;

  private Original(
      ImageBucket images,
      ObjectCreated version,
      GetObjectResponse response,
      byte[] beginning,
      Checksums checksums) {
    this.images = images;
    this.version = version;
    this.response = response;
    this.beginning = beginning;
    this.checksums = checksums;
  }

  /**
   * Reads a version and compares it with the checksums that S3 has of it.
   *
   * @return empty when the version no longer exists
   */
  static Optional<Original> read(ImageBucket images, ObjectCreated version) {
    Optional<ObjectContent> opened = images.open(version);
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    try (ObjectContent content = opened.get()) {
      Digests digests = new Digests();
      byte[] beginning = content.readNBytes(MAX_IN_MEMORY);
      digests.update(beginning, beginning.length);
      long length = beginning.length;
      byte[] piece = new byte[BUFFER];
      for (int read = content.read(piece); read >= 0; read = content.read(piece)) {
        digests.update(piece, read);
        length += read;
      }
      Checksums checksums = digests.finish();
      SourceChecksums.verify(content.response(), length, checksums);
      return Optional.of(new Original(images, version, content.response(), beginning, checksums));
    } catch (IOException e) {
      throw new UncheckedIOException("The original cannot be read from S3.", e);
    }
  }

  /** What S3 says of the object. */
  GetObjectResponse response() {
    return response;
  }

  /** The whole content of a small object, and the first bytes of a large one. */
  byte[] beginning() {
    return beginning.clone();
  }

  Checksums checksums() {
    return checksums;
  }

  /**
   * Gives the content to a consumer.
   *
   * @return empty when the version no longer exists
   */
  <R> Optional<R> send(Function<BinaryData, R> consumer) {
    if (response.contentLength() == beginning.length) {
      return Optional.of(consumer.apply(BinaryData.fromBytes(beginning)));
    }
    return images
        .open(version)
        .map(
            content -> {
              try (content) {
                return consumer.apply(BinaryData.fromStream(content, response.contentLength()));
              }
            });
  }
}
