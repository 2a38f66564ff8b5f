package dev.twinlens.local.services.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinlens.local.services.s3.Bucket.Versioning;
import dev.twinlens.local.services.state.Effects;
import dev.twinlens.local.services.state.StateStore;
import dev.twinlens.local.services.state.Table;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.gaul.s3proxy.blobstore.S3Exceptions;

/**
 * Buckets and the versions of their objects. A key is any string of 1 to 1,024 bytes without the
 * character NUL; keys are ordered by their UTF-8 bytes.
 *
 * <p>Errors are the AWS SDK's exceptions with S3's error codes, which S3Proxy sends as they are.
 */
public final class ObjectStore {
  private static final int MAX_KEY_BYTES = 1024;
  private static final String SEPARATOR = "\0";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final StateStore state;
  private final BlobFiles files;
  private final Clock clock;
  private final ObjectListener listener;
  private final Table<Bucket> buckets;

  /** Under bucket, key and complemented sequencer: a key's newest version comes first. */
  private final Table<ObjectVersion> versions;

  private final Table<Long> counters;

  public ObjectStore(StateStore state, BlobFiles files, Clock clock, ObjectListener listener) {
    this.state = state;
    this.files = files;
    this.clock = clock;
    this.listener = listener;
    this.buckets = state.table("buckets", Bucket.class);
    this.versions = state.table("versions", ObjectVersion.class);
    this.counters = state.table("counters", Long.class);
  }

  /** One page of a listing; {@code next} is where the following one starts after. */
  public record Page(
      List<ObjectVersion> objects, List<String> commonPrefixes, Optional<String> next) {}

  /** One entry of a listing of versions. */
  public record ListedVersion(ObjectVersion version, boolean latest) {}

  /** One page of a listing of versions; the next one starts after that version. */
  public record VersionPage(
      List<ListedVersion> versions, List<String> commonPrefixes, Optional<ObjectVersion> next) {}

  /** What a delete did: the version or marker that it made or removed. */
  public record Removal(Optional<ObjectVersion> affected, boolean markerMade) {}

  public List<Bucket> buckets() {
    return buckets.values();
  }

  public Optional<Bucket> findBucket(String name) {
    return buckets.get(name);
  }

  public Bucket bucket(String name) {
    return findBucket(name).orElseThrow(() -> S3Exceptions.noSuchBucket(name, "no such bucket"));
  }

  public void createBucket(String name) {
    state.write(
        () -> {
          if (findBucket(name).isPresent()) {
            throw S3Exceptions.bucketAlreadyOwnedByYou(name);
          }
          buckets.put(name, new Bucket(name, now(), Versioning.OFF));
        });
  }

  /**
   * Removes an empty bucket.
   *
   * @param alongWith what else to forget in the same transaction
   */
  public void deleteBucket(String name, Runnable alongWith) {
    state.write(
        () -> {
          bucket(name);
          if (versions.startingWith(name + SEPARATOR).findAny().isPresent()) {
            throw S3Exceptions.bucketNotEmpty(name);
          }
          alongWith.run();
          buckets.remove(name);
        });
  }

  public void setVersioning(String name, Versioning versioning) {
    state.write(() -> buckets.put(name, bucket(name).with(versioning)));
  }

  /** The version that a read without a version id meets: maybe a delete marker. */
  public Optional<ObjectVersion> newest(String bucketName, String key) {
    bucket(bucketName);
    return versionsOf(bucketName, key).findFirst();
  }

  public Optional<ObjectVersion> version(String bucketName, String key, String versionId) {
    bucket(bucketName);
    return versionsOf(bucketName, key)
        .filter(version -> version.versionId().equals(versionId))
        .findFirst();
  }

  /**
   * Stores a version.
   *
   * @param event as in {@link ObjectChange}
   * @param precondition sees what the key holds now (empty: nothing or a delete marker) and throws
   *     to refuse; nobody can write between its look and the change
   */
  public ObjectVersion put(
      String event,
      String principal,
      String bucketName,
      String key,
      ObjectVersion.Content content,
      Consumer<Optional<ObjectVersion>> precondition) {
    return put(event, principal, bucketName, key, content, precondition, () -> {});
  }

  ObjectVersion put(
      String event,
      String principal,
      String bucketName,
      String key,
      ObjectVersion.Content content,
      Consumer<Optional<ObjectVersion>> precondition,
      Runnable alongWith) {
    requireUsable(key);
    List<Runnable> effects = new ArrayList<>();
    ObjectVersion stored =
        state.write(
            () -> {
              Versioning versioning = bucket(bucketName).versioning();
              precondition.accept(
                  newest(bucketName, key).filter(version -> !version.deleteMarker()));
              if (versioning != Versioning.ENABLED) {
                replaceUnversioned(bucketName, key, effects);
              }
              ObjectVersion version =
                  new ObjectVersion(
                      bucketName,
                      key,
                      versioning == Versioning.ENABLED ? newVersionId() : ObjectVersion.UNVERSIONED,
                      nextSequencer(),
                      /* deleteMarker= */ false,
                      content.blob().size(),
                      content.eTag(),
                      now(),
                      content.blob().file(),
                      content.headers(),
                      content.metadata());
              versions.put(tableKey(version), version);
              alongWith.run();
              effects.add(listener.changed(new ObjectChange(event, principal, version)));
              return version;
            });
    Effects.runAll(effects);
    return stored;
  }

  /** Deletes as S3 does: a version by its id for good; without one, see {@link Versioning}. */
  public Removal remove(
      String principal,
      String bucketName,
      String key,
      Optional<String> versionId,
      Consumer<Optional<ObjectVersion>> precondition) {
    requireUsable(key);
    List<Runnable> effects = new ArrayList<>();
    Removal removal =
        state.write(
            () -> {
              Versioning versioning = bucket(bucketName).versioning();
              Optional<ObjectVersion> named =
                  versionId.isPresent()
                      ? version(bucketName, key, versionId.get())
                      : newest(bucketName, key);
              precondition.accept(named.filter(version -> !version.deleteMarker()));
              if (versionId.isPresent() || versioning == Versioning.OFF) {
                named.ifPresent(version -> removeForGood(principal, version, effects));
                return new Removal(named, /* markerMade= */ false);
              }
              if (versioning == Versioning.SUSPENDED) {
                replaceUnversioned(bucketName, key, effects);
              }
              return new Removal(
                  Optional.of(putMarker(principal, bucketName, key, versioning, effects)),
                  /* markerMade= */ true);
            });
    Effects.runAll(effects);
    return removal;
  }

  private void removeForGood(String principal, ObjectVersion version, List<Runnable> effects) {
    versions.remove(tableKey(version));
    if (!version.deleteMarker()) {
      effects.add(() -> files.delete(version.file()));
    }
    effects.add(listener.changed(new ObjectChange("ObjectRemoved:Delete", principal, version)));
  }

  private ObjectVersion putMarker(
      String principal,
      String bucketName,
      String key,
      Versioning versioning,
      List<Runnable> effects) {
    ObjectVersion marker =
        new ObjectVersion(
            bucketName,
            key,
            versioning == Versioning.ENABLED ? newVersionId() : ObjectVersion.UNVERSIONED,
            nextSequencer(),
            /* deleteMarker= */ true,
            /* size= */ 0,
            /* eTag= */ "",
            now(),
            /* file= */ "",
            Map.of(),
            Map.of());
    versions.put(tableKey(marker), marker);
    effects.add(
        listener.changed(new ObjectChange("ObjectRemoved:DeleteMarkerCreated", principal, marker)));
    return marker;
  }

  private void replaceUnversioned(String bucketName, String key, List<Runnable> effects) {
    version(bucketName, key, ObjectVersion.UNVERSIONED)
        .ifPresent(
            replaced -> {
              versions.remove(tableKey(replaced));
              if (!replaced.deleteMarker()) {
                effects.add(() -> files.delete(replaced.file()));
              }
            });
  }

  /**
   * The newest versions that are not delete markers, in key order.
   *
   * @param delimiter groups keys that share what precedes its first occurrence after the prefix;
   *     empty for none
   * @param after the keys and groups up to and including this one are left out; empty for none
   */
  public Page list(String bucketName, String prefix, String delimiter, String after, int max) {
    bucket(bucketName);
    List<ObjectVersion> objects = new ArrayList<>();
    TreeSet<String> groups = new TreeSet<>(ObjectStore::compareKeys);
    String last = "";
    String previousKey = "";
    String start = compareKeys(prefix, after) > 0 ? prefix : after;
    Iterator<ObjectVersion> candidates =
        versions
            .from(tablePrefix(bucketName, start))
            .map(Table.Entry::value)
            .takeWhile(
                version -> version.bucket().equals(bucketName) && version.key().startsWith(prefix))
            .iterator();
    while (candidates.hasNext()) {
      ObjectVersion version = candidates.next();
      String key = version.key();
      boolean older = key.equals(previousKey);
      previousKey = key;
      if (older || version.deleteMarker() || compareKeys(key, after) <= 0) {
        continue;
      }
      Optional<String> group = group(key, prefix, delimiter);
      if (group.isPresent() && (group.get().equals(after) || groups.contains(group.get()))) {
        continue;
      }
      if (objects.size() + groups.size() == max) {
        return new Page(objects, List.copyOf(groups), Optional.of(last).filter(l -> max > 0));
      }
      last = group.orElse(key);
      if (group.isPresent()) {
        groups.add(group.get());
      } else {
        objects.add(version);
      }
    }
    return new Page(objects, List.copyOf(groups), Optional.empty());
  }

  /** All versions and delete markers in key order, a key's newest first. */
  public VersionPage listVersions(
      String bucketName,
      String prefix,
      String delimiter,
      String keyMarker,
      Optional<String> versionIdMarker,
      int max) {
    bucket(bucketName);
    List<ListedVersion> listed = new ArrayList<>();
    TreeSet<String> groups = new TreeSet<>(ObjectStore::compareKeys);
    boolean markerMet = versionIdMarker.isEmpty();
    String previousKey = "";
    Optional<ObjectVersion> last = Optional.empty();
    Iterator<ObjectVersion> candidates =
        versions
            .from(tablePrefix(bucketName, compareKeys(prefix, keyMarker) > 0 ? prefix : keyMarker))
            .map(Table.Entry::value)
            .takeWhile(
                version -> version.bucket().equals(bucketName) && version.key().startsWith(prefix))
            .iterator();
    while (candidates.hasNext()) {
      ObjectVersion version = candidates.next();
      String key = version.key();
      boolean latest = !key.equals(previousKey);
      previousKey = key;
      if (key.equals(keyMarker)) {
        if (markerMet && versionIdMarker.isPresent()) {
          // Listed below: it comes after the version at which the last page ended.
        } else {
          markerMet = markerMet || versionIdMarker.get().equals(version.versionId());
          continue;
        }
      }
      Optional<String> group = group(key, prefix, delimiter);
      if (group.isPresent() && (group.get().equals(keyMarker) || groups.contains(group.get()))) {
        continue;
      }
      if (listed.size() + groups.size() == max) {
        return new VersionPage(listed, List.copyOf(groups), last);
      }
      last = Optional.of(version);
      if (group.isPresent()) {
        groups.add(group.get());
      } else {
        listed.add(new ListedVersion(version, latest));
      }
    }
    return new VersionPage(listed, List.copyOf(groups), Optional.empty());
  }

  /** The names of the files that versions refer to. */
  public Stream<String> files() {
    return versions.values().stream().map(ObjectVersion::file).filter(file -> !file.isEmpty());
  }

  private Stream<ObjectVersion> versionsOf(String bucketName, String key) {
    requireUsable(key);
    return versions.startingWith(tablePrefix(bucketName, key) + SEPARATOR).map(Table.Entry::value);
  }

  private static Optional<String> group(String key, String prefix, String delimiter) {
    if (delimiter.isEmpty()) {
      return Optional.empty();
    }
    int end = key.indexOf(delimiter, prefix.length());
    return end < 0 ? Optional.empty() : Optional.of(key.substring(0, end + delimiter.length()));
  }

  static void requireUsable(String key) {
    if (key.getBytes(UTF_8).length > MAX_KEY_BYTES) {
      throw S3Errors.error(400, "KeyTooLongError", "Your key is too long");
    }
    if (key.indexOf('\0') >= 0) {
      throw S3Exceptions.invalidArgument("A key cannot hold the character NUL here.");
    }
  }

  static int compareKeys(String one, String other) {
    return Arrays.compareUnsigned(one.getBytes(UTF_8), other.getBytes(UTF_8));
  }

  private static String tablePrefix(String bucketName, String key) {
    return bucketName + SEPARATOR + key;
  }

  private static String tableKey(ObjectVersion version) {
    return tablePrefix(version.bucket(), version.key())
        + SEPARATOR
        + "%016X".formatted(~Long.parseUnsignedLong(version.sequencer(), 16));
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
