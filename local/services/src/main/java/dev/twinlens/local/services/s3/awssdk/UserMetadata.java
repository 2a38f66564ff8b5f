package dev.twinlens.local.services.s3.awssdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinlens.local.services.s3.CurrentRequest;
import dev.twinlens.local.services.s3.ObjectVersion;
import dev.twinlens.local.services.s3.S3Errors;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.gaul.s3proxy.checksum.FlexChecksum;

/**
 * User metadata as S3 stores it: with lower-case names and decoded values.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html#UserMetadata">User-defined
 *     object metadata</a>
 */
final class UserMetadata {
  private static final int MAX_BYTES = 2048;

  private UserMetadata() {}

  /**
   * Of a request that writes an object.
   *
   * @param given by S3Proxy, which keeps the verified checksum of the body there
   */
  static Map<String, String> of(CurrentRequest request, Map<String, String> given) {
    Map<String, String> metadata = new HashMap<>();
    request.userMetadata().forEach((name, value) -> metadata.put(name, EncodedWords.decode(value)));
    metadata.keySet().removeIf(UserMetadata::isChecksum);
    requireSize(metadata);
    given.forEach(
        (name, value) -> {
          if (isChecksum(name)) {
            metadata.put(name, value);
          }
        });
    return metadata;
  }

  /** New user metadata for a copy, with the checksum of its source: the bytes are the same. */
  static Map<String, String> ofCopy(CurrentRequest request, ObjectVersion source) {
    return of(request, source.metadata());
  }

  /** As it is sent in headers. */
  static Map<String, String> toHeaders(Map<String, String> metadata) {
    return metadata.entrySet().stream()
        .collect(
            Collectors.toMap(Map.Entry::getKey, entry -> EncodedWords.encode(entry.getValue())));
  }

  static boolean isChecksum(String name) {
    return name.startsWith(FlexChecksum.METADATA_PREFIX);
  }

  private static void requireSize(Map<String, String> metadata) {
    int bytes =
        metadata.entrySet().stream()
            .mapToInt(
                entry ->
                    entry.getKey().getBytes(UTF_8).length + entry.getValue().getBytes(UTF_8).length)
            .sum();
    if (bytes > MAX_BYTES) {
      throw S3Errors.error(
          400,
          "MetadataTooLarge",
          "Your metadata headers exceed the maximum allowed metadata size");
    }
  }
}
