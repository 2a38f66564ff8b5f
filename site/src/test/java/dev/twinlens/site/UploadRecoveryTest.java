package dev.twinlens.site;

import static dev.twinlens.site.SamplePhotos.photo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.site.testing.Page;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.WebElement;

/** Uploads that are interrupted, in a real browser. */
@ExtendWith(BrowserExtension.class)
final class UploadRecoveryTest {
  private static final String DONE = ".card[data-phase=done]";

  @Test
  @RequestsMayFail
  void sendsAgainAfterALostConnection(Page page, FakeApi api) {
    api.bucket.loseConnections(true);
    page.open("");

    page.choose(photo("chelsea.png"));

    page.waitForText(".card-status", "Connection lost. Trying again in");
    api.bucket.loseConnections(false);
    page.waitFor(DONE);
    assertThat(api.photos.all()).hasSize(1);
    assertThat(api.requests().stream().filter(request -> request.equals("POST /uploads")))
        .hasSize(1);
  }

  @Test
  @RequestsMayFail
  void waitsForItsOwnCodeThatGotLost(Page page, ServedSite site) throws IOException {
    site.remove("browser/checksum-worker.js");
    page.open("");

    page.choose(photo("chelsea.png"));

    page.waitForText(".card-status", "Connection lost. Trying again in");
    site.restore("browser/checksum-worker.js");
    page.waitFor(DONE);
  }

  @Test
  @RequestsMayFail
  void keepsWhatCouldNotBeSentUntilItCan(Page page, FakeApi api) {
    page.open("");
    PageScripts.hurry(page);
    api.bucket.loseConnections(true);
    page.choose(photo("chelsea.png"), photo("coffee.png"), photo("rocket.jpg"));
    page.waitForCount(".card[data-phase=failed]", 3);
    assertThat(page.text(".card-status")).startsWith("Not sent. The connection was lost");
    assertThat(page.text(".uploads-summary")).isEqualTo("0 done · 3 not sent");
    assertThat(page.button("Try all again").isDisplayed()).isTrue();
    assertThat(page.all(".uploads .is-plain"))
        .extracting(WebElement::isDisplayed)
        .as("nothing is offered to be cleared")
        .containsExactly(true, false);

    api.bucket.loseConnections(false);
    page.click("[aria-label='Try chelsea.png again']");
    page.waitFor("[data-name='chelsea.png']" + DONE);
    page.reload();
    page.waitFor("[data-name='coffee.png']" + DONE);
    page.waitFor("[data-name='rocket.jpg']" + DONE);
    assertThat(api.photos.all()).hasSize(3);
  }

  @Test
  @RequestsMayFail
  void goesOnByItselfWhenTheConnectionComesBack(Page page, FakeApi api) {
    page.open("");
    PageScripts.hurry(page);
    api.bucket.loseConnections(true);
    page.choose(photo("chelsea.png"));
    page.waitFor(".card[data-phase=failed]");

    api.bucket.loseConnections(false);
    PageScripts.comeOnline(page);

    page.waitFor(DONE);
  }

  @Test
  void cancelsAnUploadThatIsBeingSent(Page page, FakeApi api) {
    page.open("");
    api.bucket.holdUploads();
    page.choose(photo("chelsea.png"));
    page.waitUntil("an upload", () -> api.bucket.uploading() == 1);

    page.click(".card-actions button[aria-label='Cancel chelsea.png']");

    page.waitForCount(".card", 0);
    assertThat(page.find(".uploads").isDisplayed()).isFalse();
    page.waitForText("[role=status][aria-live]", "chelsea.png cancelled.");
  }

  @Test
  void warnsBeforeThePageIsLeftInMidUpload(Page page, FakeApi api) {
    page.open("");
    String leave =
        "const e = new Event('beforeunload', {cancelable: true}); dispatchEvent(e); return"
            + " e.defaultPrevented";
    assertThat(page.script(leave)).isEqualTo(false);
    api.bucket.holdUploads();
    page.choose(photo("chelsea.png"));
    page.waitUntil("an upload", () -> api.bucket.uploading() == 1);

    assertThat(page.script(leave)).isEqualTo(true);

    api.bucket.releaseUploads();
    page.waitFor(DONE);
    assertThat(page.script(leave)).isEqualTo(false);
  }

  @Test
  void goesOnAfterAReloadInMidUpload(Page page, FakeApi api) {
    page.open("");
    api.bucket.holdUploads();
    page.choose(photo("chelsea.png"), photo("coffee.png"));
    page.waitUntil("two uploads", () -> api.bucket.uploading() == 2);

    page.reload();

    page.waitForCount(".card", 2);
    api.bucket.releaseUploads();
    page.waitForCount(DONE, 2);
    assertThat(api.photos.all()).hasSize(2);
    page.reload();
    page.waitForCount(".tile", 2);
    assertThat(page.count(".card")).isZero();
  }

  @Test
  void leavesTheUploadsOfAnotherOpenPageAlone(Page page, FakeApi api) {
    page.open("");
    api.bucket.holdUploads();
    page.choose(photo("chelsea.png"));
    page.waitUntil("an upload", () -> api.bucket.uploading() == 1);
    String first = page.driver().getWindowHandle();

    page.driver().switchTo().newWindow(org.openqa.selenium.WindowType.TAB);
    page.open("");
    page.waitFor(".drop.is-welcome");
    page.waitUntil(
        "both pages to hold their lock",
        () ->
            Boolean.TRUE.equals(
                page.driver()
                    .executeAsyncScript(
                        "const done = arguments[0]; navigator.locks.query().then(l =>"
                            + " done(l.held.length === 2 && l.pending.length === 0))")));
    assertThat(page.count(".card")).isZero();
    page.driver().close();

    page.driver().switchTo().window(first);
    api.bucket.releaseUploads();
    page.waitFor(DONE);
    assertThat(api.requests().stream().filter(request -> request.startsWith("PUT "))).hasSize(1);
  }
}
