package dev.twinlens.site;

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

  void open(Page page) {
    if (this != WELCOME) {
      seed(page);
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
        page.api.holdUploads();
        page.open("").waitFor(".tile");
        page.choose(
            Stream.of("chelsea.png", "coffee.png", "four.jpg", "astronaut.png", "rocket.jpg")
                .map(Page::photo)
                .toArray(Path[]::new));
        page.waitForCount(".card[data-phase=sending]", 3);
        page.waitForCount(".card .picture.is-loaded", 5);
      }
      case UPLOADS -> {
        page.open("").waitFor(".tile");
        page.choose(
            Page.photo("chelsea.png"),
            Page.photo("cat-and-cup.jpg"),
            Page.photo("rocket.jpg"),
            text(page, "shopping.txt"));
        page.waitForCount(".card[data-phase=done]", 3);
        page.waitFor(".card[data-phase=refused]");
      }
      case ONE_UPLOAD -> {
        page.open("").waitFor(".tile");
        page.choose(Page.photo("chelsea.png"));
        page.waitFor(".card[data-phase=done] .box");
      }
      case PHOTO -> openPhoto(page, Page.photo("four.jpg"));
      case KINDS -> openPhoto(page, page.copy("four.jpg", "street.jpg"));
      case DELETING -> {
        openPhoto(page, Page.photo("chelsea.png"));
        page.click(".photo-tools .is-bad");
        page.waitFor(".dialog[open]");
      }
      case REJECTED -> {
        String key = page.api.seed(text(page, "holiday.jpg"), Instant.now(), "a");
        page.open(Page.photoHash(key)).waitFor(".callout.is-bad");
        page.waitFor(".stage .tile-blank");
      }
      case SEARCH ->
          page.open("#/search?label=Cat&minConfidence=80").waitForCount(".view .tile", 2);
      case NOTHING_FOUND -> page.open("#/search?label=Zebra").waitFor(".notice");
      case MISSING -> page.open("#/photos/nothing").waitFor(".notice");
      case UNREACHABLE -> {
        page.api.goDown(true);
        page.open("").waitFor(".notice");
      }
      case NOT_SENT -> {
        page.api.loseConnections(true);
        page.open("").waitFor(".tile");
        page.hurry();
        page.choose(Page.photo("chelsea.png"), Page.photo("coffee.png"));
        page.waitForCount(".card[data-phase=failed]", 2);
        page.takeTime();
        page.choose(Page.photo("rocket.jpg"));
        page.waitFor(".card[data-phase=pausing]");
      }
      case NOT_CONFIGURED -> {
        page.unconfigure();
        page.chromium.driver().get(page.site.endpoint() + "/");
        page.waitFor(".notice");
      }
    }
    page.waitUntil(
        () ->
            page.script(
                    "return [...document.images].every(i => i.complete || i.loading === 'lazy'"
                        + " && i.getBoundingClientRect().top > innerHeight)")
                .equals(true),
        "the pictures in the window");
  }

  private static void openPhoto(Page page, Path photo) {
    page.open(Page.photoHash(page.api.seed(photo, Instant.now(), "a")));
    page.waitFor(".picture.is-loaded");
    page.waitForCount(".picture-preview", 0);
    page.waitFor(".label");
  }

  private static void seed(Page page) {
    Instant now = Instant.now();
    List<String> names =
        List.of("chelsea.png", "coffee.png", "cat-and-cup.jpg", "camera.png", "astronaut.png");
    for (int i = 0; i < names.size(); i++) {
      page.api.seed(Page.photo(names.get(i)), now.minusSeconds(7_200 + i * 33_000L));
    }
    page.api.neverLabel();
    page.api.seedUnfinished(Page.photo("rocket.jpg"), now.minusSeconds(20), false);
    page.api.seed(text(page, "notes.jpg"), now.minusSeconds(600));
    page.api.seed(Page.photo("rocket.jpg"), now.minusSeconds(900_000));
    page.api.labelAfter(2, 3);
  }

  private static Path text(Page page, String name) {
    return page.file(name, "no photo".getBytes(StandardCharsets.UTF_8));
  }
}
