package dev.twinlens.site;

import static dev.twinlens.site.SamplePhotos.photo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.site.testing.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** One photo, its labels and its boxes, in a real browser. */
@ExtendWith(BrowserExtension.class)
final class PhotoViewTest {
  @Test
  void showsLabelsBestFirstWithParentsAndConfidence(Page page, FakeApi api) {
    OpenPhoto.open(page, api, "cat-and-cup.jpg");

    assertThat(page.all(".label").stream().map(each -> each.getDomAttribute("data-label")))
        .containsExactly("Cat", "Animal", "Cup");
    assertThat(page.text(".label[data-label=Cat]")).contains("98 %", "Animal › Mammal › Pet");
    assertThat(page.script("return document.querySelector('.bar-fill').style.inlineSize"))
        .isEqualTo("97.6%");
  }

  @Test
  void drawsBoxesExactlyOverThePhoto(Page page, FakeApi api) {
    OpenPhoto.open(page, api, "cat-and-cup.jpg");
    page.waitFor(".picture.is-loaded");

    @SuppressWarnings("unchecked")
    List<Number> share =
        (List<Number>)
            page.script(
                """
                const photo = document.querySelector('.stage img').getBoundingClientRect();
                const box = document.querySelector('.box[data-label=Cup]').getBoundingClientRect();
                return [(box.left - photo.left) / photo.width, (box.top - photo.top) / photo.height,
                    box.width / photo.width, box.height / photo.height, photo.width / photo.height];
                """);
    List<Double> expected = List.of(0.65, 0.14, 0.23, 0.58, 2.0);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(share.get(i).doubleValue())
          .isCloseTo(expected.get(i), org.assertj.core.data.Offset.offset(0.01));
    }
  }

  @Test
  void lightsTheBoxesOfALabelAndTheLabelOfABox(Page page, FakeApi api) {
    OpenPhoto.open(page, api, "four.jpg");

    page.hover(".label[data-label=Person] button");
    assertThat(lit(page)).containsExactly("label Person", "box Person", "box Person");

    page.hover(".box[data-label=Cat]");
    assertThat(lit(page)).containsExactly("label Cat", "box Cat");

    page.hover("h1");
    assertThat(lit(page)).isEmpty();
  }

  @Test
  void lightsWithTheKeyboardToo(Page page, FakeApi api) {
    OpenPhoto.open(page, api, "four.jpg");

    page.tabTo(".label[data-label=Cup] button");
    assertThat(lit(page)).containsExactly("label Cup", "box Cup");

    page.script("document.querySelector('.box[data-label=Cat]').focus()");
    assertThat(lit(page)).containsExactly("label Cat", "box Cat");
    assertThat(page.find(".box[data-label=Cat]").getAccessibleName()).isEqualTo("Cat, 85 %");
  }

  @Test
  void keepsALabelLitThatWasTapped(Page page, FakeApi api) {
    OpenPhoto.open(page, api, "four.jpg");

    page.click(".label[data-label=Cup] button");
    page.hover("h1");
    page.script("document.activeElement.blur()");
    assertThat(lit(page)).containsExactly("label Cup", "box Cup");
    assertThat(page.find(".label[data-label=Cup] button").getDomAttribute("aria-pressed"))
        .isEqualTo("true");

    page.click(".label[data-label=Cup] button");
    page.hover("h1");
    page.script("document.activeElement.blur()");
    assertThat(lit(page)).isEmpty();
  }

  @Test
  void hidesLabelsAndBoxesBelowTheThresholdAndKeepsItInTheLink(Page page, FakeApi api) {
    OpenPhoto.open(page, api, "cat-and-cup.jpg");

    page.find("#threshold").sendKeys(Keys.END, Keys.ARROW_LEFT, Keys.ARROW_LEFT, Keys.ARROW_LEFT);

    page.waitForText(".labels output", "at least 97 %");
    page.waitForText(".labels [role=status]", "2 of 3 shown");
    assertThat(page.count(".box")).isEqualTo(1);
    assertThat(page.driver().getCurrentUrl()).endsWith("?from=97");
    page.reload();
    page.waitForText(".labels [role=status]", "2 of 3 shown");
  }

  @Test
  void saysWhatToDoWhenNoLabelIsThatCertain(Page page, FakeApi api) {
    OpenPhoto.open(page, api, "cat-and-cup.jpg");

    page.find("#threshold").sendKeys(Keys.END);

    page.waitForText(".labels [role=status]", "Move the slider to the left");
  }

  @Test
  void tellsWhereTheCopyIsAndItsChecksums(Page page, FakeApi api) {
    OpenPhoto.open(page, api, "chelsea.png");

    assertThat(page.text(".backup .callout")).contains("Backed up to Azure");
    assertThat(page.text(".backup")).doesNotContain("stand-in");
    assertThat(page.text(".backup dl"))
        .contains("twinlens.blob.core.windows.net", "MD5", "SHA-256")
        .containsPattern("[0-9a-f]{32}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b+c%2F", "ü/😀", "q?a=b#c&d", "%", "k/k/k"})
  void opensFromALinkAndSurvivesAReloadWithAnyKey(String folder, Page page, FakeApi api) {
    String key = api.photos.seed(photo("chelsea.png"), OpenPhoto.UPLOADED_AT, folder);

    page.open(Page.photoHash(key));
    page.waitFor(".picture.is-loaded");
    page.reload();

    page.waitFor(".picture.is-loaded");
    assertThat(page.text(".panel")).contains(key);
  }

  @Test
  void staysCurrentWhileThePhotoIsWorkedOn(Page page, FakeApi api) {
    api.photos.neverLabel();
    String key = api.photos.seedUnfinished(photo("chelsea.png"), OpenPhoto.UPLOADED_AT, false);
    api.photos.seed(photo("coffee.png"), OpenPhoto.UPLOADED_AT);
    page.open("");
    page.waitForText(".tile-labels", "Waiting to be recognised");
    page.click("[data-key='" + key + "'] a");
    page.waitForText(".callout", "Waiting to be recognised");
    page.waitForText(".callout", "Not yet backed up");

    api.photos.finishAll();

    page.waitFor(".label[data-label=Cat]");
    page.waitForText(".callout", "Backed up to Azure");
    page.driver().navigate().back();
    page.waitForText("[data-key='" + key + "'] .tile-labels", "Cat 93 %");
  }

  @Test
  @RequestsMayFail
  void saysThatAPartOfThePageIsMissingWhichShowsAPhoto(Page page, ServedSite site)
      throws IOException {
    site.remove("view/photo.js");

    page.open("#/photos/any");

    page.waitForText(".notice", "A part of this page could not be loaded");
    assertThat(page.button("Try again").isDisplayed()).isTrue();
  }

  @Test
  void leadsBackFromAPhotoThatIsNotThere(Page page) {
    page.open("#/photos/nothing");

    page.waitForText(".notice", "This photo does not exist");
    page.click(".notice a");
    page.waitFor(".drop.is-welcome");
  }

  @Test
  void copiesItsLink(Page page, FakeApi api) {
    page.driver()
        .executeCdpCommand(
            "Browser.grantPermissions",
            Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
    OpenPhoto.open(page, api, "chelsea.png");

    page.click(".photo-tools button");

    page.waitForText(".photo-tools button", "Link copied");
    Object copied =
        page.driver().executeAsyncScript("navigator.clipboard.readText().then(arguments[0])");
    assertThat(copied).isEqualTo(page.driver().getCurrentUrl());
  }

  @Test
  void tellsKindsApartEvenWhenTheySayTheSame(Page page, FakeApi api) {
    openStreet(page, api);

    assertThat(page.all(".kind h3").stream().map(each -> each.getText()))
        .containsExactly("Things", "Faces", "Moderation", "Text");
    assertThat(page.text("[data-kind=moderation]")).contains("61 %", "Alcohol");
    page.hover(".label[data-kind=text] button");
    assertThat(lit(page)).containsExactly("label Cat", "box Cat");
    assertThat(page.count(".box.is-lit[data-kind=text]")).isEqualTo(1);
  }

  @Test
  void lightsABoxThatWasTappedOnAPhone(Page page, FakeApi api) {
    page.browser().phone();
    openStreet(page, api);
    page.waitFor(".picture.is-loaded");

    page.tap(".box[data-kind=face]");

    page.waitFor(".label[data-kind=face].is-lit");
    assertThat(lit(page)).containsExactly("label Face", "box Face");
    page.tap("h1");
    assertThat(lit(page)).containsExactly("label Face", "box Face");
  }

  @Test
  void showsTheRawAnswerOnDemand(Page page, FakeApi api) {
    OpenPhoto.open(page, api, "chelsea.png");
    assertThat(api.requests()).noneMatch(request -> request.contains("/bucket/results"));

    page.click(".raw-part summary");

    page.waitForText(".raw", "\"Labels\"");
  }

  @Test
  @RequestsMayFail
  void saysThatTheRawAnswerDidNotComeAndTriesAgain(Page page, FakeApi api) {
    OpenPhoto.open(page, api, "chelsea.png");
    api.bucket.expireUrls(true);
    page.click(".raw-part summary");
    page.waitForText(".raw-part [role=alert]", "The result could not be loaded.");

    api.bucket.expireUrls(false);
    page.tabTo(".raw-part button");
    page.press(Keys.ENTER);

    page.waitForText(".raw", "\"Labels\"");
    assertThat(page.focused()).isEqualTo("summary");
  }

  @Test
  @RequestsMayFail
  void saysForAMomentThatADownloadFailed(Page page, FakeApi api) {
    OpenPhoto.open(page, api, "chelsea.png");
    api.bucket.expireUrls(true);

    page.button("Download").click();

    page.waitForText(".photo-tools button", "The download failed. Try again.");
    page.button("Download");
  }

  @Test
  void staysAsItWasLeftWhenTheCopyArrives(Page page, FakeApi api) {
    OpenPhoto.openWithoutCopy(page, api, "four.jpg");
    page.click(".raw-part summary");
    page.waitFor(".raw");
    page.find("#threshold").sendKeys(Keys.END);
    for (int i = 0; i < 13; i++) {
      page.press(Keys.ARROW_LEFT);
    }
    page.waitForText(".labels [role=status]", "2 of 3 shown");
    page.click(".label[data-label=Cup] button");

    api.photos.finishAll();

    page.waitForText(".backup", "Backed up to Azure");
    assertThat(page.text(".labels output")).isEqualTo("at least 87 %");
    assertThat(page.text(".labels [role=status]")).isEqualTo("2 of 3 shown");
    assertThat(page.find(".label[data-label=Cup] button").getDomAttribute("aria-pressed"))
        .isEqualTo("true");
    assertThat(page.script("return document.activeElement.closest('.label').dataset.label"))
        .isEqualTo("Cup");
    assertThat(page.count(".raw-part[open] .raw")).isEqualTo(1);
  }

  @Test
  void tellsWhatBecomesOfAPhotoThatIsWaitedFor(Page page, FakeApi api) {
    api.photos.neverLabel();
    String key = api.photos.seedUnfinished(photo("chelsea.png"), OpenPhoto.UPLOADED_AT, false);
    page.open(Page.photoHash(key));
    page.waitForText(".callout", "Waiting to be recognised");

    api.photos.finishAll();

    page.waitForText(
        "[role=status][aria-live]", "chelsea.png: Cat 93 %. chelsea.png is backed up to Azure.");
    page.waitFor(".label[data-label=Cat]");
  }

  @Test
  void downloadsTheOriginalUnderItsName(Page page, FakeApi api, @TempDir Path downloads) {
    OpenPhoto.open(page, api, "chelsea.png");
    page.driver()
        .executeCdpCommand(
            "Browser.setDownloadBehavior",
            Map.of("behavior", "allow", "downloadPath", downloads.toString()));

    page.button("Download").click();

    Path downloaded = downloads.resolve("chelsea.png");
    page.waitUntil("the download", () -> Files.exists(downloaded));
    assertThat(downloaded).hasSameBinaryContentAs(photo("chelsea.png"));
  }

  @Test
  void showsTheThumbnailUntilThePhotoHasArrived(Page page, FakeApi api) {
    api.bucket.holdOriginals();
    String key = api.photos.seed(photo("cat-and-cup.jpg"), OpenPhoto.UPLOADED_AT, "folder");

    page.open(Page.photoHash(key));

    page.waitFor(".picture.is-loaded .picture-preview");
    page.waitFor(".box[data-label=Cup]");
    assertThat(page.script("return document.querySelector('.picture-image').naturalWidth"))
        .isEqualTo(0L);
    api.bucket.releaseOriginals();
    page.waitForCount(".picture-preview", 0);
    assertThat((Long) page.script("return document.querySelector('.picture-image').naturalWidth"))
        .isGreaterThan(480L);
  }

  private static void openStreet(Page page, FakeApi api) {
    Path photo = page.file("street.jpg", SamplePhotos.bytes("four.jpg"));
    page.open(Page.photoHash(api.photos.seed(photo, OpenPhoto.UPLOADED_AT, "folder")));
    page.waitFor(".label");
  }

  @SuppressWarnings("unchecked")
  private static List<String> lit(Page page) {
    return (List<String>)
        page.script(
            """
            const dim = document.querySelector('.picture-boxes').classList.contains('has-lit');
            const lit = [...document.querySelectorAll('.label.is-lit, .box.is-lit')];
            if (dim !== lit.some((e) => e.matches('.box'))) throw new Error('dimmed without a light');
            return lit.sort((a, b) => b.matches('.label') - a.matches('.label'))
                .map((e) => (e.matches('.box') ? 'box ' : 'label ') + e.dataset.label);
            """);
  }
}
