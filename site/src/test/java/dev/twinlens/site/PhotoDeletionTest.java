package dev.twinlens.site;

import static dev.twinlens.site.SamplePhotos.photo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.site.testing.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** Deleting a photo, in a real browser. */
@ExtendWith(BrowserExtension.class)
final class PhotoDeletionTest {
  @Test
  void saysThatAPhotoIsGoneThatWasDeletedElsewhere(Page page, FakeApi api) {
    String key = OpenPhoto.openWithoutCopy(page, api, "chelsea.png");

    api.photos.remove(key);

    page.waitForText(".notice", "This photo was deleted");
    page.waitForText("[role=status][aria-live]", "This photo was deleted");
    assertThat(page.find(".photo-tools").getText()).isEmpty();
  }

  @Test
  @RequestsMayFail
  void deletesAPhotoThatIsStillWorkedOn(Page page, FakeApi api) {
    String key = OpenPhoto.openWithoutCopy(page, api, "chelsea.png");
    page.button("Delete").click();
    page.waitFor(".dialog[open]");

    // As where the answer to a first call was lost: the photo is gone while one is asked.
    api.photos.remove(key);
    page.waitFor(".notice");
    page.click(".dialog .is-danger");

    page.waitForText(".toast", "chelsea.png was deleted.");
    page.waitFor(".drop.is-welcome");
  }

  @Test
  void deletesAfterAskingAndGoesBackToTheListWithoutThePhoto(Page page, FakeApi api) {
    String key = api.photos.seed(photo("chelsea.png"), OpenPhoto.UPLOADED_AT, "folder");
    api.photos.seed(photo("coffee.png"), OpenPhoto.UPLOADED_AT);
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
    assertThat(api.photos.named("chelsea.png")).isEmpty();
    assertThat(page.count(".dialog")).isZero();
    page.driver().navigate().back();
    page.reload();
    page.waitForCount(".tile", 1);
  }

  @Test
  void keepsThePhotoWhenAskedTo(Page page, FakeApi api) {
    OpenPhoto.open(page, api, "chelsea.png");

    page.button("Delete").click();
    page.waitUntil("the focus on the safe answer", () -> page.focusedText().equals("Keep it"));
    page.press(Keys.ESCAPE);

    page.waitForCount(".dialog", 0);
    assertThat(page.focusedText()).isEqualTo("Delete");
    page.press(Keys.ENTER);
    page.waitFor(".dialog[open]");
    page.press(Keys.ENTER);
    page.waitForCount(".dialog", 0);
    assertThat(page.focusedText()).isEqualTo("Delete");
    assertThat(api.requests()).noneMatch(request -> request.startsWith("DELETE"));
  }

  @Test
  void warnsThatThereIsNoCopyYet(Page page, FakeApi api) {
    OpenPhoto.openWithoutCopy(page, api, "chelsea.png");

    page.button("Delete").click();

    page.waitForText(".dialog", "There is no copy in Azure yet.");
  }

  @Test
  @RequestsMayFail
  void saysWhyAPhotoWasNotDeletedAndTriesAgain(Page page, FakeApi api) {
    OpenPhoto.open(page, api, "chelsea.png");
    api.refuseDeletions();
    page.button("Delete").click();

    page.click(".dialog .is-danger");
    page.waitForText(
        ".dialog [role=alert]", "The photo was not deleted. This image is already being deleted.");
    api.accept();
    page.click(".dialog .is-danger");

    page.waitForText(".toast", "chelsea.png was deleted.");
    page.waitFor(".drop.is-welcome");
  }

  @Test
  @RequestsMayFail
  void takesAPhotoThatIsGoneAlreadyForDeleted(Page page, FakeApi api) {
    OpenPhoto.open(page, api, "chelsea.png");
    api.photos.remove("folder/chelsea.png");

    page.button("Delete").click();
    page.click(".dialog .is-danger");

    page.waitForText(".toast", "chelsea.png was deleted.");
  }

  @Test
  void offersToDeleteOnlyWhereTheApiDoes(Page page, FakeApi api) {
    api.images().offerNoDeletion();

    OpenPhoto.open(page, api, "chelsea.png");

    assertThat(page.all(".photo-tools button").stream().map(each -> each.getText()))
        .filteredOn(text -> !text.isEmpty())
        .containsExactly("Copy link", "Download");
  }
}
