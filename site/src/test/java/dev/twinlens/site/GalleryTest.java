package dev.twinlens.site;

import static dev.twinlens.site.SamplePhotos.photo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.site.testing.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** All photos and the search, in a real browser. */
@ExtendWith(BrowserExtension.class)
final class GalleryTest {
  private final Instant now = Instant.now();

  @Test
  void invitesToAddTheFirstPhoto(Page page) {
    page.open("");

    page.waitFor(".drop.is-welcome");
    assertThat(page.text(".drop")).contains("Drop photos here", "JPEG or PNG, up to 15 MB each");
  }

  @Test
  void showsPhotosNewestFirstByDayWithTheirStates(Page page, FakeApi api) {
    api.photos.neverLabel();
    api.photos.seed(photo("chelsea.png"), now.minus(5, ChronoUnit.DAYS));
    api.photos.seed(photo("rocket.jpg"), now.minus(1, ChronoUnit.MINUTES));
    api.photos.seed(
        page.file("notes.jpg", "no photo".getBytes(StandardCharsets.UTF_8)),
        now.minus(400, ChronoUnit.DAYS));
    api.photos.seedUnfinished(photo("coffee.png"), now, false);

    page.open("");

    page.waitForCount(".tile", 4);
    assertThat(page.all(".tile-labels").stream().map(each -> each.getText()))
        .containsExactly(
            "Waiting to be recognised",
            "Nothing recognised",
            "Cat 93 %",
            "Rejected: The file is not an image; only JPEG or PNG images are supported.");
    assertThat(page.all(".tile-state").stream().map(each -> each.getText()))
        .containsExactly(
            "Not yet backed up", "Backed up to Azure", "Backed up to Azure", "Backed up to Azure");
    assertThat(page.all(".day")).last().satisfies(day -> assertThat(day.getText()).contains("20"));
  }

  @Test
  void loadsMoreAsOneScrolls(Page page, FakeApi api) throws IOException {
    seedMany(60, api);
    page.open("");
    page.waitForCount(".tile", 24);

    page.script("scrollTo(0, document.body.scrollHeight)");
    page.waitForCount(".tile", 48);
    page.script("scrollTo(0, document.body.scrollHeight)");
    page.waitForCount(".tile", 60);

    page.waitForText(".gallery-foot", "60 photos");
    assertThat(api.requests().stream().filter(request -> request.startsWith("GET /images?")))
        .hasSize(3);
  }

  @Test
  void comesBackToWhereOneWas(Page page, FakeApi api) throws IOException {
    seedMany(40, api);
    page.open("");
    page.waitForCount(".tile", 24);
    page.script("scrollTo(0, document.body.scrollHeight)");
    page.waitForCount(".tile", 40);
    String key = page.all(".grid > li").get(35).getDomAttribute("data-key");

    page.click("[data-key='" + key + "'] a");
    page.waitFor(".photo h1");
    assertThat(page.script("return scrollY")).isEqualTo(0L);
    page.driver().navigate().back();

    page.waitForCount(".tile", 40);
    assertThat((Number) page.script("return scrollY"))
        .extracting(Number::intValue)
        .satisfies(y -> assertThat(y).isGreaterThan(500));
    assertThat(page.script("return document.activeElement.closest('li').dataset.key"))
        .isEqualTo(key);
  }

  @Test
  void comesBackToWhereOneWasAfterAReload(Page page, FakeApi api) throws IOException {
    seedMany(60, api);
    page.open("");
    page.waitForCount(".tile", 24);
    page.script("scrollTo(0, document.body.scrollHeight)");
    page.waitForCount(".tile", 48);
    page.script("scrollTo(0, 2000)");
    page.waitUntil(
        "the place to be kept", () -> page.script("return history.state?.place.y").equals(2000L));

    page.reload();

    page.waitForCount(".tile", 48);
    page.waitUntil("the place", () -> page.script("return Math.round(scrollY)").equals(2000L));
  }

  @Test
  void comesBackToASearchAsItWasLeft(Page page, FakeApi api) {
    seedSamples(api);
    page.open("#/search?label=Cup&minConfidence=5");
    page.waitForCount(".search-view .tile", 2);
    api.photos.seed(photo("coffee.png"), now);

    page.click(".search-view .grid li:nth-child(2) a");
    page.waitFor(".label");
    assertThat(page.text(".back")).isEqualTo("Photos with “Cup”");
    page.click(".back");

    page.waitForText("h1", "Photos with “Cup”");
    assertThat(page.count(".search-view .tile")).isEqualTo(2);
    assertThat(page.focused()).isEqualTo("a.tile");
    page.click(".brand");
    page.waitFor(".drop");
    page.driver().navigate().back();
    page.waitForCount(".search-view .tile", 3);
  }

  @Test
  void showsThumbnailsWhereThereAreSome(Page page, FakeApi api) {
    seedSamples(api);

    page.open("");

    page.waitForCount(".tile", 4);
    page.waitUntil(
        "four thumbnails",
        () ->
            page.script(
                    "return [...document.querySelectorAll('.tile img')].every(i => i.complete &&"
                        + " i.src.includes('/bucket/thumbnails') && Math.max(i.naturalWidth,"
                        + " i.naturalHeight) <= 480)")
                .equals(true));
    assertThat(api.requests())
        .noneMatch(
            request ->
                request.startsWith("GET /bucket/") && !request.contains("/bucket/thumbnails"));
  }

  @Test
  void loadsNoPictureOfAGalleryThatIsNotShown(Page page, FakeApi api) {
    seedSamples(api);
    String key = api.photos.seed(photo("astronaut.png"), now, "folder");

    page.open(Page.photoHash(key));
    page.waitFor(".picture.is-loaded");
    page.click(".search input");
    page.waitForCount("#labels option[value=Cup]", 1);

    assertThat(api.requests())
        .filteredOn(request -> request.startsWith("GET /bucket/"))
        .allMatch(request -> request.contains("astronaut.png"));
  }

  @Test
  void showsTheOriginalAsLongAsThereIsNoThumbnail(Page page, FakeApi api) {
    api.images().makeNoThumbnails();
    api.photos.seed(photo("coffee.png"), now);

    page.open("");

    page.waitUntil(
        "the original",
        () ->
            page.script("const i = document.querySelector('.tile img'); return i?.naturalWidth")
                .equals(600L));
  }

  @Test
  void findsPhotosByLabel(Page page, FakeApi api) {
    seedSamples(api);
    page.open("");
    page.waitForCount(".tile", 4);
    assertThat(
            page.script(
                "return [...document.querySelectorAll('#labels option')].map(o => o.value)"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .contains("Cat", "Cup", "Person");

    page.find(".search input").sendKeys("cup", Keys.ENTER);

    page.waitForText("h1", "Photos with “Cup”");
    page.waitForCount(".search-view .tile", 2);
    assertThat(page.all(".search-view .tile-labels").get(0).getText()).startsWith("Cup 96 %");
    assertThat(page.driver().getCurrentUrl()).endsWith("#/search?label=Cup");
  }

  @Test
  void narrowsASearchByTheLeastConfidence(Page page, FakeApi api) {
    seedSamples(api);
    page.open("");
    page.click(".chip[href='#/search?label=Cup']");
    page.waitForCount(".search-view .tile", 2);

    page.script(
        """
        const least = document.querySelector('#least');
        least.focus();
        for (const value of [100, 95]) {
          least.value = value;
          least.dispatchEvent(new Event('input'));
        }
        """);

    page.waitForCount(".search-view .tile", 1);
    page.waitForText(".search-view [role=status]", "1 photo");
    assertThat(page.driver().getCurrentUrl()).contains("minConfidence=95");
    assertThat(page.focused()).isEqualTo("input#least");
    assertThat(api.requests())
        .as("searches for where the slider rests, not for what it passes")
        .noneMatch(request -> request.contains("minConfidence=100"));
    page.reload();
    page.waitForCount(".search-view .tile", 1);
    assertThat(page.text(".search-view output")).isEqualTo("at least 95 %");
    page.driver().navigate().back();
    page.waitForText("h1", "All photos");
  }

  @Test
  void suggestsAlsoTheLabelsOfPhotosThatAreFarDown(Page page, FakeApi api) {
    api.photos.seed(photo("chelsea.png"), now.minus(9, ChronoUnit.DAYS));
    seedMany(30, api);
    page.open("");
    page.waitForCount(".tile", 24);
    assertThat(page.count("#labels option[value=Cat]")).isZero();

    page.find(".search input").sendKeys("cAT");

    page.waitFor("#labels option[value=Cat]");
    page.press(Keys.ENTER);
    page.waitForText("h1", "Photos with “Cat”");
    page.waitForCount(".search-view .tile", 1);
  }

  @Test
  @RequestsMayFail
  void goesOnWithTheKeyboardWhereMorePhotosWereAskedFor(Page page, FakeApi api) {
    seedMany(30, api);
    page.open("");
    page.waitForCount(".tile", 24);
    api.goDown(true);
    page.script("scrollTo(0, document.body.scrollHeight)");
    page.waitForText(".notice", "The server cannot be reached");

    page.tabTo(".notice button");
    page.press(Keys.ENTER);
    page.waitUntil("the focus on the next try", () -> page.focusedText().equals("Try again"));
    api.goDown(false);
    page.press(Keys.ENTER);

    page.waitForCount(".tile", 30);
    page.waitUntil(
        "the focus on the first of the new ones",
        () ->
            page.script(
                    "return document.activeElement ===" + " document.querySelectorAll('.tile')[24]")
                .equals(true));
  }

  @Test
  void hidesNothingThatHasTheFocusBelowTheHeader(Page page, FakeApi api) {
    seedMany(24, api);
    page.open("");
    page.waitForCount(".tile", 24);
    page.script("scrollTo(0, document.body.scrollHeight)");
    page.script("[...document.querySelectorAll('.tile')].at(-1).focus({preventScroll: true})");

    for (int i = 0; i < 20; i++) {
      page.tabBack();
      assertThat(
              page.script(
                  """
                  const header = document.querySelector('.header').getBoundingClientRect();
                  const { top } = document.activeElement.getBoundingClientRect();
                  return top >= header.bottom;
                  """))
          .as("the focus on tile %d from the end", i + 2)
          .isEqualTo(true);
    }
  }

  @Test
  void leavesALowWindowToThePhotos(Page page, FakeApi api) {
    api.photos.seed(photo("chelsea.png"), now);
    page.open("");
    page.waitFor(".tile");

    page.browser().window(740, 360);

    assertThat(page.script("return getComputedStyle(document.querySelector('.header')).position"))
        .isEqualTo("static");
    assertThat(PageScripts.overflowing(page)).isEmpty();
  }

  @Test
  void saysWhatToDoWhenASearchFindsNothing(Page page, FakeApi api) {
    seedSamples(api);

    page.open("#/search?label=Zebra&minConfidence=70");

    page.waitForText(
        ".notice", "No photo has the label “Zebra” with a confidence of at least 70 %");
    assertThat(page.text(".notice")).contains("Lower the confidence");
    page.click(".chip[href='#/search?label=Cat']");
    page.waitForText("h1", "Photos with “Cat”");
    page.waitFor(".search-view .tile");
  }

  @Test
  void asksWhatToSearchForWhenNothingWasSaid(Page page, FakeApi api) {
    seedSamples(api);

    page.open("#/search");

    page.waitForText(".notice", "What are you looking for?");
    page.waitFor(".search-view .chip");
  }

  @Test
  @RequestsMayFail
  void saysThatTheServerCannotBeReachedAndRecovers(Page page, FakeApi api) {
    seedSamples(api);
    api.goDown(true);
    page.open("");
    page.waitForText(".notice", "The server cannot be reached");

    api.goDown(false);
    page.click(".notice button");

    page.waitForCount(".tile", 4);
  }

  @Test
  void leadsBackFromAnAddressThatIsNone(Page page) {
    page.open("#/nowhere");

    page.waitForText(".notice", "This address does not exist");
    page.click(".notice a");
    page.waitFor(".drop");
  }

  @Test
  @RequestsMayFail
  void saysWhatIsMissingWhenThePageIsNotConfigured(Page page, ServedSite site) {
    site.removeConfiguration();

    page.driver().get(site.endpoint() + "/");

    page.waitForText(".notice", "This page is not set up");
    assertThat(page.text(".notice")).contains("config.json", "HTTP 404");
    assertThat(page.driver().getTitle()).isEqualTo("This page is not set up · Twinlens");
  }

  @Test
  void isUsableWithTheKeyboardAlone(Page page, FakeApi api) {
    api.photos.seed(photo("chelsea.png"), now);
    page.open("");
    page.waitFor(".tile");

    page.press(Keys.TAB);
    assertThat(page.focused()).isEqualTo("a.skip");
    assertThat(page.find(".skip").getRect().y).isNotNegative();
    page.press(Keys.ENTER);
    page.tabTo(".tile");
    page.press(Keys.ENTER);
    page.waitFor(".label");
    assertThat(page.focused()).startsWith("h1");
    page.tabTo("#threshold");
    page.tabTo(".label button");
    page.script("history.back()");
    page.waitUntil("the focus back on the tile", () -> page.focused().equals("a.tile"));
  }

  private void seedSamples(FakeApi api) {
    for (String name : List.of("chelsea.png", "coffee.png", "cat-and-cup.jpg", "camera.png")) {
      api.photos.seed(photo(name), now.minusSeconds(60));
    }
  }

  private void seedMany(int count, FakeApi api) {
    IntStream.range(0, count)
        .forEach(
            i -> api.photos.seed(photo("coffee.png"), now.minus(i, ChronoUnit.HOURS), "many-" + i));
  }
}
