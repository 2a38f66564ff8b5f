package dev.twinlens.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.selenium.AxeBuilder;
import dev.twinlens.site.testing.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.naming.OperationNotSupportedException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What axe can check, and what each view must stand: a phone, large text, another language.
 *
 * <p>Takes a picture of every view for people to look at, in {@code target/screenshots}: in a
 * window and on a phone, in light and dark.
 */
@ExtendWith(BrowserExtension.class)
final class AccessibilityTest {
  private static final Path PICTURES = Path.of("target", "screenshots");

  static Stream<Arguments> viewsInBothSchemes() {
    return Stream.of(Views.values())
        .flatMap(view -> Stream.of("light", "dark").map(scheme -> Arguments.of(view, scheme)));
  }

  @ParameterizedTest
  @RequestsMayFail
  @MethodSource("viewsInBothSchemes")
  void hasNoViolationThatAxeKnowsAndFitsItsWindow(
      Views view, String scheme, Page page, FakeApi api, ServedSite site)
      throws IOException, OperationNotSupportedException {
    page.browser().colourScheme(scheme);
    view.open(page, api, site);

    check(view, scheme, "desktop", page);
    page.browser().phone();
    check(view, scheme, "phone", page);
  }

  private static void check(Views view, String scheme, String device, Page page)
      throws IOException, OperationNotSupportedException {
    String name = view.name().toLowerCase(Locale.ROOT).replace('_', '-');
    page.browser().screenshot(PICTURES.resolve("%s-%s-%s.webp".formatted(name, scheme, device)));
    assertThat(PageScripts.overflowing(page)).as(device).isEmpty();
    assertThat(violations(page)).as(device).isEmpty();
  }

  /** By axe itself: its builder opens a window for each analysis, to sum up frames. */
  @SuppressWarnings("unchecked")
  private static List<String> violations(Page page)
      throws IOException, OperationNotSupportedException {
    page.script(new AxeBuilder().getAxeScriptProvider().getScript());
    return (List<String>)
        page.driver()
            .executeAsyncScript(
                """
                const [done] = arguments;
                axe.run().then(
                    ({violations}) => done(violations.flatMap(
                        ({help, nodes}) => nodes.map(({html}) => `${help}: ${html}`))),
                    (error) => done([String(error)]));
                """);
  }

  @ParameterizedTest
  @RequestsMayFail
  @EnumSource
  void fitsAPhoneWithTextOfDoubleSize(Views view, Page page, FakeApi api, ServedSite site) {
    page.browser().phone();
    view.open(page, api, site);

    page.script("document.documentElement.style.fontSize = '200%'");

    assertThat(PageScripts.overflowing(page)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"reduce, false", "no-preference, true"})
  void movesNothingForWhoWantsItCalm(String motion, boolean moves, Page page) {
    page.browser().motion(motion);
    page.open("").waitFor(".drop.is-welcome");
    // What is shown while photos are loaded has a movement of its own.
    page.script("document.querySelector('.gallery-skeleton').hidden = false");

    assertThat(
            page.script(
                """
                return [...document.querySelectorAll('body *')].map(getComputedStyle).some(
                    ({ animationName, transitionDuration }) =>
                        animationName !== 'none' || parseFloat(transitionDuration) > 0);
                """))
        .isEqualTo(moves);
  }

  @ParameterizedTest
  @RequestsMayFail
  @EnumSource
  void takesEveryTextAndItsDirectionFromOneModule(
      Views view, Page page, ServedSite site, FakeApi api) throws IOException {
    site.translate();

    view.open(page, api, site);

    assertThat(PageScripts.untranslated(page)).isEmpty();
    assertThat(PageScripts.overflowing(page)).isEmpty();
    if (view == Views.PHOTO) {
      // What is on the left of a photo is there in every language.
      assertThat(
              page.script(
                  """
                  const photo = document.querySelector('.stage img').getBoundingClientRect();
                  const box = document.querySelector('.box[data-label=Cat]').getBoundingClientRect();
                  return Math.abs(box.left - photo.left) < 3;
                  """))
          .isEqualTo(true);
    }
  }
}
