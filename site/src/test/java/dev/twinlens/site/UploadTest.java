package dev.twinlens.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Photos on their way from a person's hand into both clouds, in a real browser. */
@ExtendWith(BrowserExtension.class)
final class UploadTest {
  private static final String DONE = ".card[data-phase=done]";

  @Test
  void showsTheLabelTheBoxAndTheBackupOfAChosenPhoto(Page page) throws IOException {
    page.open("");

    page.choose(Page.photo("chelsea.png"));

    page.waitFor(DONE);
    assertThat(page.text(DONE + " .card-status")).isEqualTo("Cat 93 %");
    assertThat(page.text(DONE + " .box[data-label=Cat]")).isEqualTo("Cat 93 %");
    assertThat(page.text(DONE + " .steps .is-done:last-child")).isEqualTo("Backed up to Azure");
    assertThat(page.api.bytesOf("chelsea.png"))
        .hasValueSatisfying(
            bytes -> assertThat(bytes).isEqualTo(readAll(Page.photo("chelsea.png"))));
  }

  @Test
  void takesADroppedPhotoOnEveryView(Page page) {
    page.open("#/search?label=Cup");

    page.drop(Page.photo("coffee.png"));

    page.waitFor(DONE);
    assertThat(page.text(DONE + " .card-status")).contains("Cup 96 %");
    assertThat(page.chromium.driver().getCurrentUrl()).endsWith("#/");
    assertThat(page.find(".drop-overlay").isDisplayed()).isFalse();
  }

  @Test
  void saysWhereToLetGoWhileFilesAreDraggedOverThePage(Page page) {
    page.open("");

    page.script(
        "const data = new DataTransfer(); data.items.add(new File(['x'], 'x.png', {type:"
            + " 'image/png'})); dispatchEvent(new DragEvent('dragenter', {dataTransfer: data}))");

    assertThat(page.find(".drop-overlay").isDisplayed()).isTrue();
    assertThat(page.text(".drop-overlay")).contains("Let go");
  }

  @Test
  void takesAPastedPhoto(Page page) {
    page.open("");

    page.script(
        """
        const done = arguments[0];
        const canvas = Object.assign(document.createElement('canvas'), {width: 90, height: 90});
        canvas.toBlob((blob) => {
          const data = new DataTransfer();
          data.items.add(new File([blob], 'image.png', {type: 'image/png'}));
          document.body.dispatchEvent(
              new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
        }, 'image/png');
        """);

    page.waitFor(DONE);
    assertThat(page.text(DONE + " .card-status")).isEqualTo("Nothing recognised");
    assertThat(page.api.bytesOf("image.png")).isPresent();
  }

  @Test
  void takesAPhotoWithThePhonesCamera(Page page) {
    page.chromium.phone();
    page.open("");
    page.waitFor(".drop.is-welcome");
    page.script(
        "document.querySelector('#camera').addEventListener('click', e => { e.preventDefault();"
            + " window.camera = e.target.getAttribute('capture'); })");

    page.tap(".drop button.is-touch");
    assertThat(page.script("return window.camera")).isEqualTo("environment");
    page.find("#camera").sendKeys(Page.photo("coffee.png").toString());

    page.waitFor(DONE);
    assertThat(page.text(DONE + " .card-status")).contains("Cup 96 %");
  }

  @Test
  void offersNoCameraWhereThereIsAMouse(Page page) {
    page.open("");
    page.waitFor(".drop.is-welcome");

    assertThat(page.find(".drop button.is-touch").isDisplayed()).isFalse();
  }

  @Test
  void computesTheChecksumOffTheMainThread(Page page) {
    page.open("");
    page.script("crypto.subtle.digest = () => { throw new Error('on the main thread') }");

    page.choose(Page.photo("chelsea.png"));

    page.waitFor(DONE);
  }

  @Test
  void sendsTenAtOnceAFewInParallel(Page page) throws IOException {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      files.add(page.file("photo-%d.png".formatted(i), readAll(Page.photo("chelsea.png"))));
    }
    page.open("");
    page.api.holdUploads();

    page.choose(files.toArray(Path[]::new));

    page.waitForCount(".card .picture.is-loaded", 10);
    page.waitUntil(() -> page.api.uploading() == 3, "three uploads at once");
    assertThat(page.text(".uploads-summary")).isEqualTo("0 of 10 done");
    page.api.releaseUploads();
    page.waitForCount(DONE, 10);
    assertThat(page.api.mostUploading()).isEqualTo(3);
    assertThat(page.api.photoCount()).isEqualTo(10);
    assertThat(page.text(".uploads-summary")).isEqualTo("10 done");
  }

  @Test
  void refusesATextFileWithTheReasonAndSendsNothing(Page page) {
    Path file = page.file("shopping.txt", "milk".getBytes(StandardCharsets.UTF_8));
    page.open("");

    page.choose(file);

    page.waitFor(".card[data-phase=refused]");
    assertThat(page.text(".card-status"))
        .isEqualTo("Not sent. It is a text file. Only JPEG or PNG can be recognised.");
    assertThat(page.api.requests()).noneMatch(request -> request.startsWith("POST"));
    page.waitForText("[role=status][aria-live]", "shopping.txt was not sent.");
  }

  @Test
  void refusesEmptyAndTooLargeFilesByTheLimitsOfTheApi(Page page) {
    Path empty = page.file("empty.png", new byte[0]);
    Path large = page.file("large.jpg", new byte[(15 << 20) + 1]);
    page.open("");

    page.choose(empty, large);

    page.waitForCount(".card[data-phase=refused]", 2);
    assertThat(page.text(".card[data-name='empty.png'] .card-status")).contains("empty");
    assertThat(page.text(".card[data-name='large.jpg'] .card-status"))
        .contains("over the limit of 15 MB");
    assertThat(page.api.requests()).noneMatch(request -> request.startsWith("POST"));
  }

  @Test
  @RequestsMayFail
  void showsTheServersReasonWhenItRefuses(Page page) {
    page.api.refuse("Unprocessable Content", "The file name is too long.");
    page.open("");

    page.choose(Page.photo("chelsea.png"));

    page.waitForText(".card[data-phase=refused] .card-status", "The file name is too long.");
  }

  @Test
  @RequestsMayFail
  void saysThatAPartOfThePageIsMissingWhichUploadsNeed(Page page) throws IOException {
    page.lose("uploads.js");
    page.open("");

    page.choose(Page.photo("chelsea.png"));

    page.waitForText(".toast", "A part of this page has not arrived");
  }

  @Test
  void showsWhyAFileWasRejectedThatIsNoPhoto(Page page) {
    Path file = page.file("holiday.jpg", "no photo".getBytes(StandardCharsets.UTF_8));
    page.open("");

    page.choose(file);

    page.waitFor(DONE);
    assertThat(page.text(".card-status")).isEqualTo("Rejected: The file is no JPEG or PNG photo.");
    assertThat(page.text(".steps .is-bad")).isEqualTo("Rejected");
    assertThat(page.text(".steps .is-done:last-child")).isEqualTo("Backed up to Azure");
  }

  @Test
  @RequestsMayFail
  void sendsAgainAfterALostConnection(Page page) {
    page.api.loseConnections(true);
    page.open("");

    page.choose(Page.photo("chelsea.png"));

    page.waitForText(".card-status", "Connection lost. Trying again in");
    page.api.loseConnections(false);
    page.waitFor(DONE);
    assertThat(page.api.photoCount()).isEqualTo(1);
    assertThat(page.api.requests().stream().filter(request -> request.equals("POST /uploads")))
        .hasSize(1);
  }

  @Test
  @RequestsMayFail
  void waitsForItsOwnCodeThatGotLost(Page page) throws IOException {
    page.lose("browser/checksum-worker.js");
    page.open("");

    page.choose(Page.photo("chelsea.png"));

    page.waitForText(".card-status", "Connection lost. Trying again in");
    page.giveBack("browser/checksum-worker.js");
    page.waitFor(DONE);
  }

  @Test
  @RequestsMayFail
  void keepsWhatCouldNotBeSentUntilItCan(Page page) {
    page.open("");
    page.hurry();
    page.api.loseConnections(true);
    page.choose(Page.photo("chelsea.png"), Page.photo("coffee.png"), Page.photo("rocket.jpg"));
    page.waitForCount(".card[data-phase=failed]", 3);
    assertThat(page.text(".card-status")).startsWith("Not sent. The connection was lost");
    assertThat(page.text(".uploads-summary")).isEqualTo("0 done · 3 not sent");
    assertThat(page.button("Try all again").isDisplayed()).isTrue();
    assertThat(page.all(".uploads .is-plain"))
        .extracting(WebElement::isDisplayed)
        .as("nothing is offered to be cleared")
        .containsExactly(true, false);

    page.api.loseConnections(false);
    page.click("[aria-label='Try chelsea.png again']");
    page.waitFor("[data-name='chelsea.png']" + DONE);
    page.reload();
    page.waitFor("[data-name='coffee.png']" + DONE);
    page.waitFor("[data-name='rocket.jpg']" + DONE);
    assertThat(page.api.photoCount()).isEqualTo(3);
  }

  @Test
  @RequestsMayFail
  void goesOnByItselfWhenTheConnectionComesBack(Page page) {
    page.open("");
    page.hurry();
    page.api.loseConnections(true);
    page.choose(Page.photo("chelsea.png"));
    page.waitFor(".card[data-phase=failed]");

    page.api.loseConnections(false);
    page.comeOnline();

    page.waitFor(DONE);
  }

  @Test
  void saysWhatItIsDoing(Page page) {
    page.api.neverLabel();
    page.api.holdUploads();
    page.open("");
    page.choose(Page.photo("chelsea.png"));

    page.waitForText(".card-status", "Sending");
    page.api.releaseUploads();
    page.waitForText(".card-status", "Recognising…");
    assertThat(page.all(".steps li"))
        .extracting(WebElement::getText)
        .containsExactly("Sent", "Not yet recognised", "Not yet backed up");
    page.api.finishAll();
    page.waitFor(DONE);
  }

  @Test
  void letsAPhotoGoThatTakesLong(Page page) {
    page.api.neverLabel();
    page.open("");
    page.hurry();
    page.choose(Page.photo("chelsea.png"));
    page.waitFor(".card[data-phase=processing] .icon-button");
    assertThat(page.text(".card-status")).startsWith("This takes longer than usual.");

    page.click("[aria-label='Dismiss chelsea.png']");

    page.waitForCount(".card", 0);
    page.waitForCount(".tile", 1);
    assertThat(page.text(".tile-labels")).isEqualTo("Waiting to be recognised");
  }

  @Test
  void keepsTheKeyboardWhereItIsWhileUploadsComeAndGo(Page page) {
    page.open("");
    page.api.holdUploads();
    page.choose(Page.photo("chelsea.png"), Page.photo("coffee.png"), Page.photo("rocket.jpg"));
    page.waitForCount(".card[data-phase=sending]", 3);

    page.tabTo("[aria-label='Cancel coffee.png']");
    page.press(Keys.ENTER);
    page.waitForCount(".card", 2);
    assertThat(page.focusedLabel()).as("the next one").isEqualTo("Cancel rocket.jpg");
    page.api.releaseUploads();
    page.waitForCount(DONE, 2);
    assertThat(page.focusedText()).as("the same one").isEqualTo("rocket.jpg");
    page.press(Keys.TAB, Keys.ENTER);
    page.waitForCount(".card", 1);
    assertThat(page.focusedText()).as("the last one").isEqualTo("chelsea.png");
    page.press(Keys.TAB, Keys.ENTER);
    page.waitForCount(".card", 0);
    assertThat(page.focusedText()).isEqualTo("All photos");
  }

  @Test
  void cancelsAnUploadThatIsBeingSent(Page page) {
    page.open("");
    page.api.holdUploads();
    page.choose(Page.photo("chelsea.png"));
    page.waitUntil(() -> page.api.uploading() == 1, "an upload");

    page.click(".card-actions button[aria-label='Cancel chelsea.png']");

    page.waitForCount(".card", 0);
    assertThat(page.find(".uploads").isDisplayed()).isFalse();
    page.waitForText("[role=status][aria-live]", "chelsea.png cancelled.");
  }

  @Test
  void warnsBeforeThePageIsLeftInMidUpload(Page page) {
    page.open("");
    String leave =
        "const e = new Event('beforeunload', {cancelable: true}); dispatchEvent(e); return"
            + " e.defaultPrevented";
    assertThat(page.script(leave)).isEqualTo(false);
    page.api.holdUploads();
    page.choose(Page.photo("chelsea.png"));
    page.waitUntil(() -> page.api.uploading() == 1, "an upload");

    assertThat(page.script(leave)).isEqualTo(true);

    page.api.releaseUploads();
    page.waitFor(DONE);
    assertThat(page.script(leave)).isEqualTo(false);
  }

  @Test
  void goesOnAfterAReloadInMidUpload(Page page) {
    page.open("");
    page.api.holdUploads();
    page.choose(Page.photo("chelsea.png"), Page.photo("coffee.png"));
    page.waitUntil(() -> page.api.uploading() == 2, "two uploads");

    page.reload();

    page.waitForCount(".card", 2);
    page.api.releaseUploads();
    page.waitForCount(DONE, 2);
    assertThat(page.api.photoCount()).isEqualTo(2);
    page.reload();
    page.waitForCount(".tile", 2);
    assertThat(page.count(".card")).isZero();
  }

  @Test
  void leavesTheUploadsOfAnotherOpenPageAlone(Page page) {
    page.open("");
    page.api.holdUploads();
    page.choose(Page.photo("chelsea.png"));
    page.waitUntil(() -> page.api.uploading() == 1, "an upload");
    String first = page.chromium.driver().getWindowHandle();

    page.chromium.driver().switchTo().newWindow(org.openqa.selenium.WindowType.TAB);
    page.open("");
    page.waitFor(".drop.is-welcome");
    page.waitUntil(
        () ->
            Boolean.TRUE.equals(
                page.chromium
                    .driver()
                    .executeAsyncScript(
                        "const done = arguments[0]; navigator.locks.query().then(l =>"
                            + " done(l.held.length === 2 && l.pending.length === 0))")),
        "both pages to hold their lock");
    assertThat(page.count(".card")).isZero();
    page.chromium.driver().close();

    page.chromium.driver().switchTo().window(first);
    page.api.releaseUploads();
    page.waitFor(DONE);
    assertThat(page.api.requests().stream().filter(request -> request.startsWith("PUT ")))
        .hasSize(1);
  }

  @Test
  void saysThatTheCopyIsStillMissing(Page page) {
    page.api.neverBackUp();
    page.open("");

    page.choose(Page.photo("chelsea.png"));

    page.waitForText(".card .steps .is-done:nth-child(2)", "Recognised");
    assertThat(page.text(".card .steps .is-open")).isEqualTo("Not yet backed up");
    assertThat(page.text(".card-status")).isEqualTo("Cat 93 %");
    page.api.finishAll();
    page.waitFor(DONE);
  }

  @Test
  void tellsTheProgressOnOtherViews(Page page) {
    page.open("");
    page.api.holdUploads();
    page.choose(Page.photo("chelsea.png"), Page.photo("coffee.png"));
    page.waitUntil(() -> page.api.uploading() == 2, "two uploads");

    page.script("location.hash = '#/search?label=Cat'");

    page.waitForText(".progress-pill", "0 of 2 done");
    page.api.releaseUploads();
    page.waitUntil(() -> !page.find(".progress-pill").isDisplayed(), "the end of both");
    page.click(".brand");
    page.waitForCount(DONE, 2);
  }

  @Test
  void opensTheChooserWithTheKeyboard(Page page) {
    page.open("");
    page.script(
        "document.querySelector('#chooser').addEventListener('click', e => { e.preventDefault();"
            + " window.chosen = true; })");

    page.tabTo(".add");
    page.press(Keys.ENTER);

    assertThat(page.script("return window.chosen")).isEqualTo(true);
    assertThat(page.find("#chooser").getDomAttribute("accept")).isEqualTo("image/jpeg,image/png");
  }

  @Test
  void leadsFromTheUploadToThePhotoAndKeepsItInTheGallery(Page page) {
    page.open("");
    page.choose(Page.photo("cat-and-cup.jpg"));
    page.waitFor(DONE);
    assertThat(page.count(".tile")).isZero();

    page.click(".card-name a");
    page.waitForText("h1", "cat-and-cup.jpg");
    page.chromium.driver().navigate().back();
    page.waitFor(DONE);
    page.button("Clear finished").click();

    page.waitForCount(".tile", 1);
    assertThat(page.text(".tile-labels")).isEqualTo("Cat 98 % · Cup 93 %");
  }

  private static byte[] readAll(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
