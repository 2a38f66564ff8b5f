package dev.twinlens.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.site.testing.Chromium;
import dev.twinlens.site.testing.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.openqa.selenium.io.FileHandler;

/**
 * Gives each test a {@link FakeApi}, a {@link ServedSite} and a {@link Page} in a browser that all
 * tests share. Fails a test when the browser reports an error (a violation of the content security
 * policy, an exception, a failed request), or when a request or response breaks the API's contract.
 */
final class BrowserExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(BrowserExtension.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** What one test has. */
  private record World(FakeApi api, ServedSite site, Page page, Path folder) {
    static World start(Chromium browser) throws Exception {
      Path folder = Files.createTempDirectory("page-");
      FakeApi api = FakeApi.start();
      ServedSite site = ServedSite.start(api.endpoint(), folder);
      api.allowOrigin(site.endpoint());
      browser.desktop().colourScheme("light").motion("reduce");
      browser.driver().get("about:blank");
      browser.consoleErrors();
      Page page = new Page(browser, site.endpoint(), folder.resolve("files"), PATIENCE);
      return new World(api, site, page, folder);
    }

    void stop() {
      // The page polls the servers until it is left.
      page.driver().get("about:blank");
      // The next test can get the same port, and would continue the uploads of this one.
      page.driver()
          .executeCdpCommand(
              "Storage.clearDataForOrigin",
              Map.of("origin", site.endpoint().toString(), "storageTypes", "all"));
      site.close();
      api.close();
      FileHandler.delete(folder.toFile());
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    Chromium browser =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent("browser", key -> Chromium.start(), Chromium.class);
    context.getStore(NAMESPACE).put("world", World.start(browser));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    World world = world(context);
    boolean mayFail = context.getRequiredTestMethod().isAnnotationPresent(RequestsMayFail.class);
    List<String> errors =
        world.page().complaints().stream()
            // Without a person's input, the browser leaves in mid-upload without a question.
            .filter(error -> !error.contains("'beforeunload' confirmation"))
            .filter(error -> !(mayFail && error.matches("(?s).*Failed to (load|fetch).*")))
            .toList();
    List<String> violations = world.api().violations();
    world.stop();
    if (context.getExecutionException().isEmpty()) {
      assertThat(errors).isEmpty();
    }
    assertThat(violations).isEmpty();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return List.of(FakeApi.class, ServedSite.class, Page.class)
        .contains(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    World world = world(context);
    Class<?> type = parameter.getParameter().getType();
    if (type == FakeApi.class) {
      return world.api();
    }
    return type == ServedSite.class ? world.site() : world.page();
  }

  private static World world(ExtensionContext context) {
    return context.getStore(NAMESPACE).get("world", World.class);
  }
}
