package dev.twinlens.local.website;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Takes a picture of every view for people to look at, in {@code target/screenshots}: in a window
 * and on a phone, in light and dark.
 */
@ExtendWith(BrowserExtension.class)
final class ScreenshotTest {
  private static final Path PICTURES = Path.of("target", "screenshots");

  static Stream<Arguments> viewsInBothSchemes() {
    return Stream.of(Views.values())
        .flatMap(view -> Stream.of("light", "dark").map(scheme -> Arguments.of(view, scheme)));
  }

  @ParameterizedTest
  @MethodSource("viewsInBothSchemes")
  void showsTheViewWithinItsWindow(Views view, String scheme, Page page) throws IOException {
    page.chromium.colourScheme(scheme);
    view.open(page);

    picture(view, scheme, "desktop", page);
    page.chromium.phone();
    picture(view, scheme, "phone", page);
  }

  private static void picture(Views view, String scheme, String device, Page page)
      throws IOException {
    String name = view.name().toLowerCase(Locale.ROOT).replace('_', '-');
    Path picture = PICTURES.resolve("%s-%s-%s.png".formatted(name, scheme, device));
    page.chromium.screenshot(picture);
    assertThat(Files.size(picture)).isGreaterThan(5_000);
    assertThat(page.overflowing()).as(device).isEmpty();
  }
}
