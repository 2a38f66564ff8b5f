package dev.twinlens.site;

import dev.twinlens.site.testing.Page;
import java.time.Instant;

/** Opens the view of a sample photo. */
final class OpenPhoto {
  static final Instant UPLOADED_AT = Instant.parse("2026-11-20T10:00:00Z");

  private OpenPhoto() {}

  /** The photo is labelled and backed up. Its key is {@code folder/NAME}. */
  static void open(Page page, FakeApi api, String name) {
    open(page, api.photos.seed(SamplePhotos.photo(name), UPLOADED_AT, "folder"));
  }

  /** The photo is labelled and has no backup until all photos are finished. Returns its key. */
  static String openWithoutCopy(Page page, FakeApi api, String name) {
    api.photos.neverBackUp();
    String key = api.photos.seedUnfinished(SamplePhotos.photo(name), UPLOADED_AT, true);
    open(page, key);
    return key;
  }

  private static void open(Page page, String key) {
    page.open(Page.photoHash(key));
    page.waitFor(".label");
  }
}
