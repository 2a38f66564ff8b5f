package dev.twinlens.site;

import static dev.twinlens.site.SamplePhotos.photo;

import dev.twinlens.site.testing.Page;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Every view of the page in every state that looks different. */
enum Views {
  WELCOME,
  GALLERY,
  SENDING,
  UPLOADS,
  ONE_UPLOAD,
  PHOTO,
  KINDS,
  DELETING,
  REJECTED,
  SEARCH,
  NOTHING_FOUND,
  MISSING,
  /** No answer comes from the API. */
  UNREACHABLE,
  /** Uploads whose connection was lost: one waits for its next try, all others for a person. */
  NOT_SENT,
  /** Nobody has told the page where its API is. */
  NOT_CONFIGURED;

  void open(Page page, FakeApi api, ServedSite site) {
    if (this != WELCOME) {
      seed(page, api);
    }
    switch (this) {
      case WELCOME -> {
        page.open("").waitFor(".drop.is-welcome");
        page.waitFor(".drop-limits:not(:empty)");
      }
      case GALLERY -> {
        page.open("").waitForCount(".tile", 8);
        page.waitFor(".drop-limits:not(:empty)");
      }
      case SENDING -> {
        api.bucket.holdUploads();
        page.open("").waitFor(".tile");
        page.choose(
            Stream.of("chelsea.png", "coffee.png", "four.jpg", "astronaut.png", "rocket.jpg")
                .map(SamplePhotos::photo)
                .toArray(Path[]::new));
        page.waitForCount(".card[data-phase=sending]", 3);
        page.waitForCount(".card .picture.is-loaded", 5);
      }
      case UPLOADS -> {
        page.open("").waitFor(".tile");
        page.choose(
            photo("chelsea.png"),
            photo("cat-and-cup.jpg"),
            photo("rocket.jpg"),
            text(page, "shopping.txt"));
        page.waitForCount(".card[data-phase=done]", 3);
        page.waitFor(".card[data-phase=refused]");
      }
      case ONE_UPLOAD -> {
        page.open("").waitFor(".tile");
        page.choose(photo("chelsea.png"));
        page.waitFor(".card[data-phase=done] .box");
      }
      case PHOTO -> openPhoto(page, photo("four.jpg"), api);
      case KINDS -> openPhoto(page, page.file("street.jpg", SamplePhotos.bytes("four.jpg")), api);
      case DELETING -> {
        openPhoto(page, photo("chelsea.png"), api);
        page.click(".photo-tools .is-bad");
        page.waitFor(".dialog[open]");
      }
      case REJECTED -> {
        String key = api.photos.seed(text(page, "holiday.jpg"), Instant.now(), "a");
        page.open(Page.photoHash(key)).waitFor(".callout.is-bad");
        page.waitFor(".stage .tile-blank");
      }
      case SEARCH ->
          page.open("#/search?label=Cat&minConfidence=80").waitForCount(".view .tile", 2);
      case NOTHING_FOUND -> page.open("#/search?label=Zebra").waitFor(".notice");
      case MISSING -> page.open("#/photos/nothing").waitFor(".notice");
      case UNREACHABLE -> {
        api.goDown(true);
        page.open("").waitFor(".notice");
      }
      case NOT_SENT -> {
        api.bucket.loseConnections(true);
        page.open("").waitFor(".tile");
        PageScripts.hurry(page);
        page.choose(photo("chelsea.png"), photo("coffee.png"));
        page.waitForCount(".card[data-phase=failed]", 2);
        PageScripts.takeTime(page);
        page.choose(photo("rocket.jpg"));
        page.waitFor(".card[data-phase=pausing]");
      }
      case NOT_CONFIGURED -> {
        site.removeConfiguration();
        page.driver().get(site.endpoint() + "/");
        page.waitFor(".notice");
      }
    }
    page.waitUntil(
        "the pictures in the window",
        () ->
            page.script(
                    "return [...document.images].every(i => i.complete || i.loading === 'lazy'"
                        + " && i.getBoundingClientRect().top > innerHeight)")
                .equals(true));
  }

  private static void openPhoto(Page page, Path photo, FakeApi api) {
    page.open(Page.photoHash(api.photos.seed(photo, Instant.now(), "a")));
    page.waitFor(".picture.is-loaded");
    page.waitForCount(".picture-preview", 0);
    page.waitFor(".label");
  }

  private static void seed(Page page, FakeApi api) {
    Instant now = Instant.now();
    List<String> names =
        List.of("chelsea.png", "coffee.png", "cat-and-cup.jpg", "camera.png", "astronaut.png");
    for (int i = 0; i < names.size(); i++) {
      api.photos.seed(photo(names.get(i)), now.minusSeconds(7_200 + i * 33_000L));
    }
    api.photos.neverLabel();
    api.photos.seedUnfinished(photo("rocket.jpg"), now.minusSeconds(20), false);
    api.photos.seed(text(page, "notes.jpg"), now.minusSeconds(600));
    api.photos.seed(photo("rocket.jpg"), now.minusSeconds(900_000));
    api.photos.labelAfter(2, 3);
  }

  private static Path text(Page page, String name) {
    return page.file(name, "no photo".getBytes(StandardCharsets.UTF_8));
  }
}
