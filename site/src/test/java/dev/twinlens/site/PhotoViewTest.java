package dev.twinlens.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** One photo, its labels and its boxes, in a real browser. */
@ExtendWith(BrowserExtension.class)
final class PhotoViewTest {
  private static final Instant THEN = Instant.parse("2026-11-20T10:00:00Z");

  @Test
  void showsLabelsBestFirstWithParentsAndConfidence(Page page) {
    open(page, "cat-and-cup.jpg");

    assertThat(page.all(".label").stream().map(each -> each.getDomAttribute("data-label")))
        .containsExactly("Cat", "Animal", "Cup");
    assertThat(page.text(".label[data-label=Cat]")).contains("98 %", "Animal › Mammal › Pet");
    assertThat(page.script("return document.querySelector('.bar-fill').style.inlineSize"))
        .isEqualTo("97.6%");
  }

  @Test
  void drawsBoxesExactlyOverThePhoto(Page page) {
    open(page, "cat-and-cup.jpg");
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
  void lightsTheBoxesOfALabelAndTheLabelOfABox(Page page) {
    open(page, "four.jpg");

    page.hover(".label[data-label=Person] button");
    assertThat(lit(page)).containsExactly("label Person", "box Person", "box Person");

    page.hover(".box[data-label=Cat]");
    assertThat(lit(page)).containsExactly("label Cat", "box Cat");

    page.hover("h1");
    assertThat(lit(page)).isEmpty();
  }

  @Test
  void lightsWithTheKeyboardToo(Page page) {
    open(page, "four.jpg");

    page.tabTo(".label[data-label=Cup] button");
    assertThat(lit(page)).containsExactly("label Cup", "box Cup");

    page.script("document.querySelector('.box[data-label=Cat]').focus()");
    assertThat(lit(page)).containsExactly("label Cat", "box Cat");
    assertThat(page.find(".box[data-label=Cat]").getAccessibleName()).isEqualTo("Cat, 85 %");
  }

  @Test
  void keepsALabelLitThatWasTapped(Page page) {
    open(page, "four.jpg");

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
  void hidesLabelsAndBoxesBelowTheThresholdAndKeepsItInTheLink(Page page) {
    open(page, "cat-and-cup.jpg");

    page.find("#threshold").sendKeys(Keys.END, Keys.ARROW_LEFT, Keys.ARROW_LEFT, Keys.ARROW_LEFT);

    page.waitForText(".labels output", "97 %");
    page.waitForText(".labels [role=status]", "2 of 3 shown");
    assertThat(page.count(".box")).isEqualTo(1);
    assertThat(page.chromium.driver().getCurrentUrl()).endsWith("?from=97");
    page.reload();
    page.waitForText(".labels [role=status]", "2 of 3 shown");
  }

  @Test
  void saysWhatToDoWhenNoLabelIsThatCertain(Page page) {
    open(page, "cat-and-cup.jpg");

    page.find("#threshold").sendKeys(Keys.END);

    page.waitForText(".labels [role=status]", "Move the slider to the left");
  }

  @Test
  void tellsWhereTheCopyIsAndItsChecksums(Page page) {
    open(page, "chelsea.png");

    assertThat(page.text(".backup .callout")).contains("Backed up to Azure");
    assertThat(page.text(".backup dl"))
        .contains("twinlens.blob.core.windows.net", "MD5", "SHA-256")
        .containsPattern("[0-9a-f]{32}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b+c%2F", "ü/😀", "q?a=b#c&d", "%", "k/k/k"})
  void opensFromALinkAndSurvivesAReloadWithAnyKey(String folder, Page page) {
    String key = page.api.seed(Page.photo("chelsea.png"), THEN, folder);

    page.open(Page.photoHash(key));
    page.waitFor(".picture.is-loaded");
    page.reload();

    page.waitFor(".picture.is-loaded");
    assertThat(page.text(".panel")).contains(key);
  }

  @Test
  void staysCurrentWhileThePhotoIsWorkedOn(Page page) {
    page.api.neverLabel();
    String key = page.api.seedUnfinished(Page.photo("chelsea.png"), THEN, false);
    page.api.seed(Page.photo("coffee.png"), THEN);
    page.open("");
    page.waitForText(".tile-labels", "Waiting to be recognised");
    page.click("[data-key='" + key + "'] a");
    page.waitForText(".callout", "Waiting to be recognised");
    page.waitForText(".callout", "Not yet backed up");

    page.api.finishAll();

    page.waitFor(".label[data-label=Cat]");
    page.waitForText(".callout", "Backed up to Azure");
    page.chromium.driver().navigate().back();
    page.waitForText("[data-key='" + key + "'] .tile-labels", "Cat 93 %");
  }

  @Test
  @RequestsMayFail
  void saysThatAPartOfThePageIsMissingWhichShowsAPhoto(Page page) throws IOException {
    page.lose("view/photo.js");

    page.open("#/photos/any");

    page.waitForText(".notice", "A part of this page has not arrived");
    assertThat(page.button("Try again").isDisplayed()).isTrue();
  }

  @Test
  void leadsBackFromAPhotoThatIsNotThere(Page page) {
    page.open("#/photos/nothing");

    page.waitForText(".notice", "There is no such photo");
    page.click(".notice a");
    page.waitFor(".drop.is-welcome");
  }

  @Test
  void copiesItsLink(Page page) {
    page.chromium
        .driver()
        .executeCdpCommand(
            "Browser.grantPermissions",
            Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
    open(page, "chelsea.png");

    page.click(".photo-tools button");

    page.waitForText(".photo-tools button", "Link copied");
    Object copied =
        page.chromium
            .driver()
            .executeAsyncScript("navigator.clipboard.readText().then(arguments[0])");
    assertThat(copied).isEqualTo(page.chromium.driver().getCurrentUrl());
  }

  @Test
  void tellsKindsApartEvenWhenTheySayTheSame(Page page) {
    openStreet(page);

    assertThat(page.all(".kind h3").stream().map(each -> each.getText()))
        .containsExactly("Things", "Faces", "Moderation", "Text");
    assertThat(page.text("[data-kind=moderation]")).contains("61 %", "Alcohol");
    page.hover(".label[data-kind=text] button");
    assertThat(lit(page)).containsExactly("label Cat", "box Cat");
    assertThat(page.count(".box.is-lit[data-kind=text]")).isEqualTo(1);
  }

  @Test
  void lightsABoxThatWasTappedOnAPhone(Page page) {
    page.chromium.phone();
    openStreet(page);
    page.waitFor(".picture.is-loaded");

    page.tap(".box[data-kind=face]");

    page.waitFor(".label[data-kind=face].is-lit");
    assertThat(lit(page)).containsExactly("label Face", "box Face");
    page.tap("h1");
    assertThat(lit(page)).containsExactly("label Face", "box Face");
  }

  @Test
  void showsTheRawAnswerOnDemand(Page page) {
    open(page, "chelsea.png");
    assertThat(page.api.requests()).noneMatch(request -> request.contains("/bucket/results"));

    page.click(".raw-part summary");

    page.waitForText(".raw", "\"Labels\"");
  }

  @Test
  @RequestsMayFail
  void saysThatTheRawAnswerDidNotComeAndTriesAgain(Page page) {
    open(page, "chelsea.png");
    page.api.refuse("Forbidden", "Request has expired");
    page.click(".raw-part summary");
    page.waitForText(".raw-part [role=alert]", "The answer could not be fetched.");

    page.api.refuseNoMore();
    page.tabTo(".raw-part button");
    page.press(Keys.ENTER);

    page.waitForText(".raw", "\"Labels\"");
    assertThat(page.focused()).isEqualTo("summary");
  }

  @Test
  @RequestsMayFail
  void saysForAMomentThatADownloadFailed(Page page) {
    open(page, "chelsea.png");
    page.api.refuse("Forbidden", "Request has expired");

    page.button("Download").click();

    page.waitForText(".photo-tools button", "The photo could not be fetched. Try again.");
    page.button("Download");
  }

  @Test
  void staysAsItWasLeftWhenTheCopyArrives(Page page) {
    openWithoutCopy(page, "four.jpg");
    page.click(".raw-part summary");
    page.waitFor(".raw");
    page.find("#threshold").sendKeys(Keys.END);
    for (int i = 0; i < 13; i++) {
      page.press(Keys.ARROW_LEFT);
    }
    page.waitForText(".labels [role=status]", "2 of 3 shown");
    page.click(".label[data-label=Cup] button");

    page.api.finishAll();

    page.waitForText(".backup", "Backed up to Azure");
    assertThat(page.text(".labels output")).isEqualTo("87 %");
    assertThat(page.text(".labels [role=status]")).isEqualTo("2 of 3 shown");
    assertThat(page.find(".label[data-label=Cup] button").getDomAttribute("aria-pressed"))
        .isEqualTo("true");
    assertThat(page.script("return document.activeElement.closest('.label').dataset.label"))
        .isEqualTo("Cup");
    assertThat(page.count(".raw-part[open] .raw")).isEqualTo(1);
  }

  @Test
  void saysThatAPhotoIsGoneThatWasDeletedElsewhere(Page page) {
    String key = openWithoutCopy(page, "chelsea.png");

    page.api.remove(key);

    page.waitForText(".notice", "This photo was deleted");
    page.waitForText("[role=status][aria-live]", "This photo was deleted");
    assertThat(page.find(".photo-tools").getText()).isEmpty();
  }

  @Test
  @RequestsMayFail
  void deletesAPhotoThatIsStillWorkedOn(Page page) {
    String key = openWithoutCopy(page, "chelsea.png");
    page.button("Delete").click();
    page.waitFor(".dialog[open]");

    // As where the answer to a first call was lost: the photo is gone while one is asked.
    page.api.remove(key);
    page.waitFor(".notice");
    page.click(".dialog .is-danger");

    page.waitForText(".toast", "chelsea.png was deleted.");
    page.waitFor(".drop.is-welcome");
  }

  @Test
  void tellsWhatBecomesOfAPhotoThatIsWaitedFor(Page page) {
    page.api.neverLabel();
    String key = page.api.seedUnfinished(Page.photo("chelsea.png"), THEN, false);
    page.open(Page.photoHash(key));
    page.waitForText(".callout", "Waiting to be recognised");

    page.api.finishAll();

    page.waitForText(
        "[role=status][aria-live]", "chelsea.png: Cat 93 %. chelsea.png is backed up to Azure.");
    page.waitFor(".label[data-label=Cat]");
  }

  @Test
  void downloadsTheOriginalUnderItsName(Page page) throws IOException {
    open(page, "chelsea.png");
    Path downloads = Files.createDirectory(page.folder.resolve("downloads"));
    page.chromium
        .driver()
        .executeCdpCommand(
            "Browser.setDownloadBehavior",
            Map.of("behavior", "allow", "downloadPath", downloads.toString()));

    page.button("Download").click();

    Path downloaded = downloads.resolve("chelsea.png");
    page.waitUntil(() -> Files.exists(downloaded), "the download");
    assertThat(downloaded).hasSameBinaryContentAs(Page.photo("chelsea.png"));
  }

  @Test
  void showsTheThumbnailUntilThePhotoHasArrived(Page page) {
    page.api.holdOriginals();
    String key = page.api.seed(Page.photo("cat-and-cup.jpg"), THEN, "folder");

    page.open(Page.photoHash(key));

    page.waitFor(".picture.is-loaded .picture-preview");
    page.waitFor(".box[data-label=Cup]");
    assertThat(page.script("return document.querySelector('.picture-image').naturalWidth"))
        .isEqualTo(0L);
    page.api.releaseOriginals();
    page.waitForCount(".picture-preview", 0);
    assertThat((Long) page.script("return document.querySelector('.picture-image').naturalWidth"))
        .isGreaterThan(480L);
  }

  @Test
  void deletesAfterAskingAndGoesBackToTheListWithoutThePhoto(Page page) {
    String key = page.api.seed(Page.photo("chelsea.png"), THEN, "folder");
    page.api.seed(Page.photo("coffee.png"), THEN);
    page.open("");
    page.click("[data-key='" + key + "'] a");
    page.waitFor(".label");

    page.button("Delete").click();
    page.waitForText(".dialog", "Delete chelsea.png?");
    assertThat(page.text(".dialog")).contains("The copy in Azure stays until its retention ends.");
    page.press(Keys.TAB, Keys.ENTER);

    page.waitForText(
        "[role=status].toast",
        "chelsea.png was deleted. Its copy in Azure stays until its retention ends.");
    page.waitForCount(".tile", 1);
    assertThat(page.api.keyOf("chelsea.png")).isEmpty();
    assertThat(page.count(".dialog")).isZero();
    page.chromium.driver().navigate().back();
    page.reload();
    page.waitForCount(".tile", 1);
  }

  @Test
  void keepsThePhotoWhenAskedTo(Page page) {
    open(page, "chelsea.png");

    page.button("Delete").click();
    page.waitUntil(() -> page.focusedText().equals("Keep it"), "the focus on the safe answer");
    page.press(Keys.ESCAPE);

    page.waitForCount(".dialog", 0);
    assertThat(page.focusedText()).isEqualTo("Delete");
    page.press(Keys.ENTER);
    page.waitFor(".dialog[open]");
    page.press(Keys.ENTER);
    page.waitForCount(".dialog", 0);
    assertThat(page.focusedText()).isEqualTo("Delete");
    assertThat(page.api.requests()).noneMatch(request -> request.startsWith("DELETE"));
  }

  @Test
  void warnsThatThereIsNoCopyYet(Page page) {
    openWithoutCopy(page, "chelsea.png");

    page.button("Delete").click();

    page.waitForText(".dialog", "There is no copy in Azure yet.");
  }

  @Test
  @RequestsMayFail
  void saysWhyAPhotoWasNotDeletedAndTriesAgain(Page page) {
    open(page, "chelsea.png");
    page.api.refuse("Conflict", "The photo is being worked on.");
    page.button("Delete").click();

    page.click(".dialog .is-danger");
    page.waitForText(".dialog [role=alert]", "It was not deleted. The photo is being worked on.");
    page.api.refuseNoMore();
    page.click(".dialog .is-danger");

    page.waitForText(".toast", "chelsea.png was deleted.");
    page.waitFor(".drop.is-welcome");
  }

  @Test
  @RequestsMayFail
  void takesAPhotoThatIsGoneAlreadyForDeleted(Page page) {
    open(page, "chelsea.png");
    page.api.remove("folder/chelsea.png");

    page.button("Delete").click();
    page.click(".dialog .is-danger");

    page.waitForText(".toast", "chelsea.png was deleted.");
  }

  @Test
  void offersToDeleteOnlyWhereTheApiDoes(Page page) {
    page.api.offerNoDeletion();

    open(page, "chelsea.png");

    assertThat(page.all(".photo-tools button").stream().map(each -> each.getText()))
        .filteredOn(text -> !text.isEmpty())
        .containsExactly("Copy link", "Download");
  }

  private static void openStreet(Page page) {
    Path photo = page.copy("four.jpg", "street.jpg");
    page.open(Page.photoHash(page.api.seed(photo, THEN, "folder")));
    page.waitFor(".label");
  }

  private static void open(Page page, String name) {
    String key = page.api.seed(Page.photo(name), THEN, "folder");
    page.open(Page.photoHash(key));
    page.waitFor(".label");
  }

  /** Of a photo that is labelled, and has no copy before all is finished; returns its key. */
  private static String openWithoutCopy(Page page, String name) {
    page.api.neverBackUp();
    String key = page.api.seedUnfinished(Page.photo(name), THEN, true);
    page.open(Page.photoHash(key));
    page.waitFor(".label");
    return key;
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
