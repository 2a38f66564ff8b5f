package dev.twinlens.site;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The photos of the fake API. The {@code n}-th look at an uploaded photo finds it labelled, a later
 * one backed up.
 */
final class FakePhotos {
  private final Map<String, StoredPhoto> photos = new ConcurrentHashMap<>();
  private volatile int looksUntilLabelled = 2;
  private volatile int looksUntilBackedUp = 3;

  /** Adds a photo that is labelled and backed up, under a new key. */
  void seed(Path file, Instant uploadedAt) {
    seed(file, uploadedAt, uploadedAt.toString().substring(0, 10) + "/" + UUID.randomUUID());
  }

  /** Adds a photo that is labelled and backed up, with the key {@code FOLDER/FILE}. */
  String seed(Path file, Instant uploadedAt, String folder) {
    String name = file.getFileName().toString();
    String type = name.endsWith(".png") ? "image/png" : "image/jpeg";
    StoredPhoto photo =
        new StoredPhoto(folder + "/" + name, type, SamplePhotos.bytes(file), uploadedAt);
    photo.settled = true;
    put(photo);
    return photo.key;
  }

  /** Adds a photo that stays received, or labelled without a backup, until {@link #finishAll}. */
  String seedUnfinished(Path file, Instant uploadedAt, boolean labelled) {
    String key = seed(file, uploadedAt, "unfinished-" + labelled);
    StoredPhoto photo = photos.get(key);
    photo.settled = false;
    // The first look would not find it.
    photo.looks.set(labelled ? 1_000 : 1);
    return key;
  }

  void neverLabel() {
    labelAfter(Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  void neverBackUp() {
    labelAfter(1, Integer.MAX_VALUE);
  }

  /** Sets at which look a photo is labelled, and at which it is backed up. */
  void labelAfter(int looks, int looksWithBackup) {
    looksUntilLabelled = looks;
    looksUntilBackedUp = looksWithBackup;
  }

  void finishAll() {
    photos.values().forEach(photo -> photo.settled = true);
  }

  void put(StoredPhoto photo) {
    photos.put(photo.key, photo);
  }

  /** Deletes a photo, as another client would. */
  boolean remove(String key) {
    return photos.remove(key) != null;
  }

  Optional<StoredPhoto> get(String key) {
    return Optional.ofNullable(photos.get(key));
  }

  Optional<StoredPhoto> named(String fileName) {
    return photos.values().stream().filter(photo -> photo.fileName().equals(fileName)).findFirst();
  }

  Collection<StoredPhoto> all() {
    return photos.values();
  }

  boolean isLabelled(StoredPhoto photo) {
    return photo.settled || photo.looks.get() >= looksUntilLabelled;
  }

  boolean isBackedUp(StoredPhoto photo) {
    return photo.settled || photo.looks.get() >= looksUntilBackedUp;
  }
}
