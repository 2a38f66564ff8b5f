package dev.twinlens.site;

import static dev.twinlens.site.SamplePhotos.photo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.site.testing.Page;
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
  void showsTheLabelTheBoxAndTheBackupOfAChosenPhoto(Page page, FakeApi api) throws IOException {
    page.open("");

    page.choose(photo("chelsea.png"));

    page.waitFor(DONE);
    assertThat(page.text(DONE + " .card-status")).isEqualTo("Cat 93 %");
    assertThat(page.text(DONE + " .box[data-label=Cat]")).isEqualTo("Cat 93 %");
    assertThat(page.text(DONE + " .steps .is-done:last-child")).isEqualTo("Backed up to Azure");
    assertThat(api.photos.named("chelsea.png").map(photo -> photo.bytes))
        .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(readAll(photo("chelsea.png"))));
  }

  @Test
  void takesADroppedPhotoOnEveryView(Page page) {
    page.open("#/search?label=Cup");

    page.drop(photo("coffee.png"));

    page.waitFor(DONE);
    assertThat(page.text(DONE + " .card-status")).contains("Cup 96 %");
    assertThat(page.driver().getCurrentUrl()).endsWith("#/");
    assertThat(page.find(".drop-overlay").isDisplayed()).isFalse();
  }

  @Test
  void saysWhereToLetGoWhileFilesAreDraggedOverThePage(Page page) {
    page.open("");

    page.script(
        "const data = new DataTransfer(); data.items.add(new File(['x'], 'x.png', {type:"
            + " 'image/png'})); dispatchEvent(new DragEvent('dragenter', {dataTransfer: data}))");

    assertThat(page.find(".drop-overlay").isDisplayed()).isTrue();
    assertThat(page.text(".drop-overlay")).contains("Drop to add");
  }

  @Test
  void takesAPastedPhoto(Page page, FakeApi api) {
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
    assertThat(api.photos.named("image.png").map(photo -> photo.bytes)).isPresent();
  }

  @Test
  void takesAPhotoWithThePhonesCamera(Page page) {
    page.browser().phone();
    page.open("");
    page.waitFor(".drop.is-welcome");
    page.script(
        "document.querySelector('#camera').addEventListener('click', e => { e.preventDefault();"
            + " window.camera = e.target.getAttribute('capture'); })");

    page.tap(".drop button.is-touch");
    assertThat(page.script("return window.camera")).isEqualTo("environment");
    page.find("#camera").sendKeys(photo("coffee.png").toString());

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

    page.choose(photo("chelsea.png"));

    page.waitFor(DONE);
  }

  @Test
  void sendsTenAtOnceAFewInParallel(Page page, FakeApi api) throws IOException {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      files.add(page.file("photo-%d.png".formatted(i), readAll(photo("chelsea.png"))));
    }
    page.open("");
    api.bucket.holdUploads();

    page.choose(files.toArray(Path[]::new));

    page.waitForCount(".card .picture.is-loaded", 10);
    page.waitUntil("three uploads at once", () -> api.bucket.uploading() == 3);
    assertThat(page.text(".uploads-summary")).isEqualTo("0 of 10 done");
    api.bucket.releaseUploads();
    page.waitForCount(DONE, 10);
    assertThat(api.bucket.mostUploading()).isEqualTo(3);
    assertThat(api.photos.all()).hasSize(10);
    assertThat(page.text(".uploads-summary")).isEqualTo("10 done");
  }

  @Test
  void refusesATextFileWithTheReasonAndSendsNothing(Page page, FakeApi api) {
    Path file = page.file("shopping.txt", "milk".getBytes(StandardCharsets.UTF_8));
    page.open("");

    page.choose(file);

    page.waitFor(".card[data-phase=refused]");
    assertThat(page.text(".card-status"))
        .isEqualTo("Not sent. This is a text file. Only JPEG or PNG can be recognised.");
    assertThat(api.requests()).noneMatch(request -> request.startsWith("POST"));
    page.waitForText("[role=status][aria-live]", "shopping.txt was not sent.");
  }

  @Test
  void refusesEmptyAndTooLargeFilesByTheLimitsOfTheApi(Page page, FakeApi api) {
    Path empty = page.file("empty.png", new byte[0]);
    Path large = page.file("large.jpg", new byte[(15 << 20) + 1]);
    page.open("");

    page.choose(empty, large);

    page.waitForCount(".card[data-phase=refused]", 2);
    assertThat(page.text(".card[data-name='empty.png'] .card-status")).contains("empty");
    assertThat(page.text(".card[data-name='large.jpg'] .card-status"))
        .contains("over the limit of 15 MB");
    assertThat(api.requests()).noneMatch(request -> request.startsWith("POST"));
  }

  @Test
  @RequestsMayFail
  void showsTheServersReasonWhenItRefuses(Page page, FakeApi api) {
    api.refuseUploads("fileName", "Must have at most 255 characters.");
    page.open("");

    page.choose(photo("chelsea.png"));

    page.waitForText(
        ".card[data-phase=refused] .card-status", "fileName: Must have at most 255 characters.");
  }

  @Test
  @RequestsMayFail
  void saysThatAPartOfThePageIsMissingWhichUploadsNeed(Page page, ServedSite site)
      throws IOException {
    site.remove("uploads.js");
    page.open("");

    page.choose(photo("chelsea.png"));

    page.waitForText(".toast", "A part of this page could not be loaded");
  }

  @Test
  void showsWhyAFileWasRejectedThatIsNoPhoto(Page page) {
    Path file = page.file("holiday.jpg", "no photo".getBytes(StandardCharsets.UTF_8));
    page.open("");

    page.choose(file);

    page.waitFor(DONE);
    assertThat(page.text(".card-status"))
        .isEqualTo("Rejected: The file is not an image; only JPEG or PNG images are supported.");
    assertThat(page.text(".steps .is-bad")).isEqualTo("Rejected");
    assertThat(page.text(".steps .is-done:last-child")).isEqualTo("Backed up to Azure");
  }

  @Test
  void saysWhatItIsDoing(Page page, FakeApi api) {
    api.photos.neverLabel();
    api.bucket.holdUploads();
    page.open("");
    page.choose(photo("chelsea.png"));

    page.waitForText(".card-status", "Sending");
    api.bucket.releaseUploads();
    page.waitForText(".card-status", "Recognising…");
    assertThat(page.all(".steps li"))
        .extracting(WebElement::getText)
        .containsExactly("Sent", "Not yet recognised", "Not yet backed up");
    api.photos.finishAll();
    page.waitFor(DONE);
  }

  @Test
  void letsAPhotoGoThatTakesLong(Page page, FakeApi api) {
    api.photos.neverLabel();
    page.open("");
    PageScripts.hurry(page);
    page.choose(photo("chelsea.png"));
    page.waitFor(".card[data-phase=processing] .icon-button");
    assertThat(page.text(".card-status")).startsWith("This takes longer than usual.");

    page.click("[aria-label='Dismiss chelsea.png']");

    page.waitForCount(".card", 0);
    page.waitForCount(".tile", 1);
    assertThat(page.text(".tile-labels")).isEqualTo("Waiting to be recognised");
  }

  @Test
  void keepsTheKeyboardWhereItIsWhileUploadsComeAndGo(Page page, FakeApi api) {
    page.open("");
    api.bucket.holdUploads();
    page.choose(photo("chelsea.png"), photo("coffee.png"), photo("rocket.jpg"));
    page.waitForCount(".card[data-phase=sending]", 3);

    page.tabTo("[aria-label='Cancel coffee.png']");
    page.press(Keys.ENTER);
    page.waitForCount(".card", 2);
    assertThat(page.focusedLabel()).as("the next one").isEqualTo("Cancel rocket.jpg");
    api.bucket.releaseUploads();
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
  void saysThatTheCopyIsStillMissing(Page page, FakeApi api) {
    api.photos.neverBackUp();
    page.open("");

    page.choose(photo("chelsea.png"));

    page.waitForText(".card .steps .is-done:nth-child(2)", "Recognised");
    assertThat(page.text(".card .steps .is-open")).isEqualTo("Not yet backed up");
    assertThat(page.text(".card-status")).isEqualTo("Cat 93 %");
    api.photos.finishAll();
    page.waitFor(DONE);
  }

  @Test
  void tellsTheProgressOnOtherViews(Page page, FakeApi api) {
    page.open("");
    api.bucket.holdUploads();
    page.choose(photo("chelsea.png"), photo("coffee.png"));
    page.waitUntil("two uploads", () -> api.bucket.uploading() == 2);

    page.script("location.hash = '#/search?label=Cat'");

    page.waitForText(".progress-pill", "0 of 2 done");
    api.bucket.releaseUploads();
    page.waitUntil("the end of both", () -> !page.find(".progress-pill").isDisplayed());
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
    page.choose(photo("cat-and-cup.jpg"));
    page.waitFor(DONE);
    assertThat(page.count(".tile")).isZero();

    page.click(".card-name a");
    page.waitForText("h1", "cat-and-cup.jpg");
    page.driver().navigate().back();
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
