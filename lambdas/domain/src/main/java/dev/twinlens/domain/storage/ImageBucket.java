package dev.twinlens.domain.storage;

import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.events.ObjectRemoved;
import dev.twinlens.domain.hashes.Hashes;
import dev.twinlens.domain.images.ByteSource;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.InvalidObjectStateException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/** The bucket of the originals. */
public final class ImageBucket {
  private static final long PIECE = 8L * 1024 * 1024;

  private final S3Client s3;
  private final String bucket;

  public ImageBucket(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  public String name() {
    return bucket;
  }

  /**
   * The image that a version is, as S3 has it.
   *
   * @return empty when the version no longer exists, or marks a folder
   */
  public Optional<StoredImage> image(ObjectCreated version) {
    return version.isFolderMarker()
        ? Optional.empty()
        : find(version.key(), version.versionId(), version.time());
  }

  /** The version as S3 has it, with the declared type; empty when it no longer exists. */
  public Optional<StoredImage> find(String key, String versionId, Instant uploadedAt) {
    HeadObjectRequest.Builder request =
        HeadObjectRequest.builder().bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED);
    ifVersioned(versionId, request::versionId);
    return unlessGone(() -> s3.headObject(request.build()))
        .map(
            head ->
                new StoredImage(
                    key,
                    versionId,
                    head.contentType() == null ? StoredImage.UNKNOWN_TYPE : head.contentType(),
                    head.contentLength(),
                    Optional.ofNullable(head.checksumSHA256())
                        .filter(checksum -> !checksum.contains("-")),
                    uploadedAt));
  }

  /**
   * The bytes of a version, by ranged requests.
   *
   * @return reads of it throw {@link ArchivedObjectException} when the version is archived
   */
  public ByteSource bytes(StoredImage image) {
    return new ByteSource() {
      @Override
      public long size() {
        return image.size();
      }

      @Override
      public byte[] read(long offset, int length) {
        long last = Math.min(offset + length, image.size()) - 1;
        GetObjectRequest.Builder request =
            get(image.key(), image.versionId()).range("bytes=" + offset + "-" + last);
        return unlessArchived(() -> s3.getObjectAsBytes(request.build()).asByteArray());
      }
    };
  }

  /**
   * The version's content from its beginning. The SDK checks it against the checksum that S3 keeps,
   * where the object has one, and fails at its end when they differ.
   *
   * @return empty when the version no longer exists
   * @throws ArchivedObjectException when the version is archived
   */
  public Optional<ObjectContent> open(ObjectCreated version) {
    GetObjectRequest.Builder request =
        get(version.key(), version.versionId()).checksumMode(ChecksumMode.ENABLED);
    return unlessGone(() -> unlessArchived(() -> s3.getObject(request.build())))
        .map(ObjectContent::new);
  }

  /** The SHA-256 of a version's bytes in Base64: S3's own, or computed from all of them. */
  public String sha256(StoredImage image) {
    return image.sha256().orElseGet(() -> computeSha256(image));
  }

  private String computeSha256(StoredImage image) {
    ByteSource bytes = bytes(image);
    MessageDigest digest = Hashes.sha256();
    for (long offset = 0; offset < image.size(); offset += PIECE) {
      digest.update(bytes.read(offset, (int) Math.min(PIECE, image.size() - offset)));
    }
    return Base64.getEncoder().encodeToString(digest.digest());
  }

  /** The version's tags. */
  public Map<String, String> tags(ObjectCreated version) {
    GetObjectTaggingRequest.Builder request =
        GetObjectTaggingRequest.builder().bucket(bucket).key(version.key());
    ifVersioned(version.versionId(), request::versionId);
    return s3.getObjectTagging(request.build()).tagSet().stream()
        .collect(Collectors.toMap(Tag::key, Tag::value));
  }

  /**
   * Stores a photo.
   *
   * @param sha256 base64; S3 rejects bytes that do not have it
   * @return the version that S3 gave it
   */
  public String put(String key, byte[] bytes, String contentType, String sha256) {
    PutObjectRequest request =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(key)
            .contentType(contentType)
            .contentLength((long) bytes.length)
            .checksumSHA256(sha256)
            .build();
    PutObjectResponse response = s3.putObject(request, RequestBody.fromBytes(bytes));
    return versionId(response.versionId());
  }

  /** Hides the key's versions behind a delete marker; they can be restored until they expire. */
  public void delete(String key) {
    s3.deleteObject(request -> request.bucket(bucket).key(key));
  }

  /** Whether the version is the one that the key shows. */
  public boolean isCurrent(ObjectCreated version) {
    return head(version.key())
        .map(head -> versionId(head.versionId()))
        .filter(version.versionId()::equals)
        .isPresent();
  }

  /**
   * The version that the key shows after a removal, as created at the time when it was stored, in
   * the order of the removal: S3 reports no version that becomes the current one again.
   *
   * @return empty when the key shows none
   */
  public Optional<ObjectCreated> currentAfter(ObjectRemoved removal) {
    return head(removal.key())
        .map(
            head ->
                new ObjectCreated(
                    removal.bucket(),
                    removal.key(),
                    versionId(head.versionId()),
                    removal.sequencer(),
                    head.contentLength(),
                    head.lastModified()));
  }

  private Optional<HeadObjectResponse> head(String key) {
    return unlessGone(() -> s3.headObject(request -> request.bucket(bucket).key(key)));
  }

  /** Sets the parameter by which a request names a version; an object without one needs none. */
  public static void ifVersioned(String versionId, Consumer<String> parameter) {
    if (!versionId.equals(ObjectCreated.NO_VERSION)) {
      parameter.accept(versionId);
    }
  }

  private GetObjectRequest.Builder get(String key, String versionId) {
    GetObjectRequest.Builder request = GetObjectRequest.builder().bucket(bucket).key(key);
    ifVersioned(versionId, request::versionId);
    return request;
  }

  private static String versionId(String found) {
    return found == null ? ObjectCreated.NO_VERSION : found;
  }

  private static <T> T unlessArchived(Supplier<T> request) {
    try {
      return request.get();
    } catch (InvalidObjectStateException e) {
      throw new ArchivedObjectException(e);
    }
  }

  private static <T> Optional<T> unlessGone(Supplier<T> request) {
    try {
      return Optional.of(request.get());
    } catch (S3Exception e) {
      // 405 is S3's answer when the version named is a delete marker.
      if (e.statusCode() == 404 || e.statusCode() == 405) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
