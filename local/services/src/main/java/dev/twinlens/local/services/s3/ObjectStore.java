package dev.twinlens.local.services.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinlens.local.services.s3.Bucket.Versioning;
import dev.twinlens.local.services.state.Effects;
import dev.twinlens.local.services.state.StateStore;
import dev.twinlens.local.services.state.StateTable;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.gaul.s3proxy.blobstore.S3Exceptions;

/**
 * Buckets and the versions of their objects. A key is any string of 1 to 1,024 bytes without the
 * character NUL.
 *
 * <p>Errors are the AWS SDK's exceptions with S3's error codes, which S3Proxy sends unchanged.
 */
public final class ObjectStore {
  private static final int MAX_KEY_BYTES = 1024;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final StateStore state;
  private final BlobFiles files;
  private final InstantSource clock;
  private final ObjectListener listener;
  private final StateTable<Bucket> buckets;
  private final VersionTable versions;
  private final StateTable<Long> counters;

  ObjectStore(StateStore state, BlobFiles files, InstantSource clock, ObjectListener listener) {
    this.state = state;
    this.files = files;
    this.clock = clock;
    this.listener = listener;
    this.buckets = state.table("buckets", Bucket.class);
    this.versions = new VersionTable(state);
    this.counters = state.table("counters", Long.class);
  }

  /**
   * A write of an object.
   *
   * @param event as in {@link ObjectChange}
   * @param principal the ARN of the caller
   */
  public record Write(
      String event, String principal, String bucket, String key, ObjectVersion.Content content) {}

  /**
   * A change of tags.
   *
   * @param event as in {@link ObjectChange}
   * @param principal the ARN of the caller
   * @param tags all of the version's tags after the change
   */
  record Retagging(String event, String principal, Map<String, String> tags) {}

  /** The effect of a delete: the version or marker that was created or removed. */
  public record Removal(Optional<ObjectVersion> affected, boolean markerCreated) {}

  /**
   * Checks what the key currently holds (empty for nothing or a delete marker) and throws to reject
   * the change. No other change happens between the check and the change.
   */
  @FunctionalInterface
  public interface Precondition extends Consumer<Optional<ObjectVersion>> {}

  public List<Bucket> buckets() {
    return buckets.values();
  }

  public Bucket bucket(String name) {
    return buckets.get(name).orElseThrow(() -> S3Exceptions.noSuchBucket(name, "no such bucket"));
  }

  public void createBucket(String name) {
    state.write(
        () -> {
          if (buckets.get(name).isPresent()) {
            throw S3Exceptions.bucketAlreadyOwnedByYou(name);
          }
          buckets.put(name, new Bucket(name, now(), Versioning.OFF));
        });
  }

  /**
   * Removes an empty bucket.
   *
   * @param alongWith what else to remove in the same transaction
   */
  public void deleteBucket(String name, Runnable alongWith) {
    state.write(
        () -> {
          bucket(name);
          if (!versions.isEmpty(name)) {
            throw S3Exceptions.bucketNotEmpty(name);
          }
          alongWith.run();
          buckets.remove(name);
        });
  }

  public void setVersioning(String name, Versioning versioning) {
    state.write(() -> buckets.put(name, bucket(name).with(versioning)));
  }

  /** The listing of a bucket. */
  public ObjectListing listing(String bucket) {
    bucket(bucket);
    return new ObjectListing(versions);
  }

  /** A version; without an ID, the newest one. Either may be a delete marker. */
  public Optional<ObjectVersion> find(String bucket, String key, Optional<String> versionId) {
    bucket(bucket);
    requireUsable(key);
    return versions
        .of(bucket, key)
        .filter(version -> versionId.isEmpty() || version.versionId().equals(versionId.get()))
        .findFirst();
  }

  /** The version to read; S3's 404 or 405 when there is none. */
  public ObjectVersion require(String bucket, String key, Optional<String> versionId) {
    ObjectVersion version =
        find(bucket, key, versionId)
            .orElseThrow(
                () ->
                    versionId.isPresent()
                        ? S3Exceptions.noSuchVersion(bucket, key, versionId.get(), "absent")
                        : S3Exceptions.noSuchKey(bucket, key, "absent"));
    if (!version.deleteMarker()) {
      return version;
    }
    throw versionId.isPresent()
        ? S3Exceptions.fromStatusCode(
            405,
            null,
            Map.of("x-amz-delete-marker", "true", "x-amz-version-id", version.versionId()),
            null)
        : S3Exceptions.noSuchKeyDeleteMarker(bucket, key, version.versionId(), "deleted");
  }

  /** Replaces the tags of a version. */
  ObjectVersion tag(Retagging retagging, String bucket, String key, Optional<String> versionId) {
    List<Runnable> effects = new ArrayList<>();
    ObjectVersion tagged =
        state.write(
            () -> {
              ObjectVersion version = require(bucket, key, versionId).withTags(retagging.tags());
              versions.put(version);
              effects.add(
                  listener.changed(
                      ObjectChange.of(retagging.event(), retagging.principal(), version)));
              return version;
            });
    Effects.runAll(effects);
    return tagged;
  }

  /** Stores a version. */
  public ObjectVersion put(Write write, Precondition precondition) {
    return put(write, precondition, () -> {});
  }

  ObjectVersion put(Write write, Precondition precondition, Runnable alongWith) {
    requireUsable(write.key());
    List<Runnable> effects = new ArrayList<>();
    ObjectVersion stored =
        state.write(
            () -> {
              precondition.accept(readable(write.bucket(), write.key(), Optional.empty()));
              ObjectVersion version =
                  add(write.bucket(), write.key(), Optional.of(write.content()), effects);
              alongWith.run();
              effects.add(
                  listener.changed(ObjectChange.of(write.event(), write.principal(), version)));
              return version;
            });
    Effects.runAll(effects);
    return stored;
  }

  /** Deletes as S3 does: permanently if a version is named; otherwise see {@link Versioning}. */
  public Removal remove(
      String principal,
      String bucket,
      String key,
      Optional<String> versionId,
      Precondition precondition) {
    requireUsable(key);
    List<Runnable> effects = new ArrayList<>();
    Removal removal =
        state.write(
            () -> {
              precondition.accept(readable(bucket, key, versionId));
              if (versionId.isPresent() || bucket(bucket).versioning() == Versioning.OFF) {
                Optional<ObjectVersion> named = find(bucket, key, versionId);
                named.ifPresent(version -> removePermanently(principal, version, effects));
                return new Removal(named, /* markerCreated= */ false);
              }
              ObjectVersion marker = add(bucket, key, /* content= */ Optional.empty(), effects);
              effects.add(
                  listener.changed(
                      ObjectChange.of("ObjectRemoved:DeleteMarkerCreated", principal, marker)));
              return new Removal(Optional.of(marker), /* markerCreated= */ true);
            });
    Effects.runAll(effects);
    return removal;
  }

  private Optional<ObjectVersion> readable(String bucket, String key, Optional<String> versionId) {
    return find(bucket, key, versionId).filter(version -> !version.deleteMarker());
  }

  private void removePermanently(String principal, ObjectVersion version, List<Runnable> effects) {
    remove(version, effects);
    effects.add(
        listener.changed(
            new ObjectChange("ObjectRemoved:Delete", principal, version, nextSequencer())));
  }

  /** Adds a version, or a delete marker if there is no content. */
  private ObjectVersion add(
      String bucket, String key, Optional<ObjectVersion.Content> content, List<Runnable> effects) {
    boolean versioned = bucket(bucket).versioning() == Versioning.ENABLED;
    if (!versioned) {
      find(bucket, key, Optional.of(ObjectVersion.UNVERSIONED))
          .ifPresent(replaced -> remove(replaced, effects));
    }
    ObjectVersion version =
        ObjectVersion.of(
            bucket,
            key,
            versioned ? newVersionId() : ObjectVersion.UNVERSIONED,
            nextSequencer(),
            now(),
            content);
    versions.put(version);
    return version;
  }

  private void remove(ObjectVersion version, List<Runnable> effects) {
    versions.remove(version);
    if (!version.deleteMarker()) {
      effects.add(() -> files.delete(version.file()));
    }
  }

  /** The names of the files that versions refer to. */
  Stream<String> files() {
    return versions.all().map(ObjectVersion::file).filter(file -> !file.isEmpty());
  }

  static void requireUsable(String key) {
    if (key.getBytes(UTF_8).length > MAX_KEY_BYTES) {
      throw S3Errors.error(400, "KeyTooLongError", "Your key is too long");
    }
    if (key.indexOf('\0') >= 0) {
      throw S3Exceptions.invalidArgument("The local S3 does not support NUL in a key.");
    }
  }

  /** Grows across restarts, even when the clock is set back. */
  private String nextSequencer() {
    long next = Math.max(clock.millis() << 16, counters.get("sequencer").orElse(0L) + 1);
    counters.put("sequencer", next);
    return "%016X".formatted(next);
  }

  private static String newVersionId() {
    byte[] random = new byte[24];
    RANDOM.nextBytes(random);
    return Base64.getUrlEncoder().encodeToString(random);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
