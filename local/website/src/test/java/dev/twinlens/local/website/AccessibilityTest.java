package dev.twinlens.local.website;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What axe can check, and what each view must stand: large text, the other direction. */
@ExtendWith(BrowserExtension.class)
final class AccessibilityTest {
  static Stream<Arguments> viewsInBothSchemes() {
    return Stream.of(Views.values())
        .flatMap(view -> Stream.of("light", "dark").map(scheme -> Arguments.of(view, scheme)));
  }

  @ParameterizedTest
  @MethodSource("viewsInBothSchemes")
  void hasNoViolationThatAxeKnows(Views view, String scheme, Page page) {
    page.chromium.colourScheme(scheme);
    view.open(page);

    List<String> violations =
        new AxeBuilder()
            .analyze(page.chromium.driver()).getViolations().stream()
                .flatMap(
                    rule ->
                        rule.getNodes().stream()
                            .map(node -> rule.getHelp() + ": " + node.getHtml()))
                .toList();

    assertThat(violations).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void fitsAPhoneWithTextOfDoubleSize(Views view, Page page) {
    page.chromium.phone();
    view.open(page);

    page.script("document.documentElement.style.fontSize = '200%'");

    assertThat(page.overflowing()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void takesEveryTextAndItsDirectionFromOneModule(Views view, Page page) throws IOException {
    page.translate();

    view.open(page);

    assertThat(page.untranslated()).isEmpty();
    assertThat(page.overflowing()).isEmpty();
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
