package dev.twinlens.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinlens.api.Contract;
import dev.twinlens.site.testing.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page of the API's contract, in a real browser under the site's security policy. */
@ExtendWith(BrowserExtension.class)
final class ApiPageTest {
  private static final String OPERATIONS = ".opblock-summary";

  @Test
  void listsEveryRouteOfTheContract(Page page, ServedSite site) throws IOException {
    site.addGeneratedFiles();
    page.driver().get(site.endpoint() + "/api.html");

    List<String> routes = routes();
    page.waitForCount(OPERATIONS, routes.size());
    assertThat(page.texts(OPERATIONS + "-method"))
        .zipSatisfy(
            page.texts(OPERATIONS + "-path"),
            (method, path) -> assertThat(routes).contains(method + " " + plain(path)));
    assertThat(page.driver().getTitle()).isEqualTo("API documentation · Twinlens");
  }

  @Test
  void showsOneRouteWithItsFieldsAndLeadsBack(Page page, ServedSite site) {
    site.addGeneratedFiles();
    page.driver().get(site.endpoint() + "/api.html");

    page.click("#operations-images-getImage .opblock-summary-control");
    page.waitForText("#operations-images-getImage", "thumbnailUrl");

    page.click("a[href='./']");
    page.waitFor(".drop");
  }

  /** From the site alone: no server elsewhere is asked. */
  @Test
  void loadsOnlyFilesOfTheSite(Page page, ServedSite site) {
    site.addGeneratedFiles();
    page.driver().get(site.endpoint() + "/api.html");
    page.waitFor(OPERATIONS);

    assertThat(page.script("return performance.getEntriesByType('resource').map(e => e.name)"))
        .asInstanceOf(InstanceOfAssertFactories.list(String.class))
        .isNotEmpty()
        .allMatch(address -> address.startsWith(site.endpoint() + "/"));
  }

  /** {@code "GET /images/{key}"}. */
  private static List<String> routes() throws IOException {
    List<String> routes = new ArrayList<>();
    JsonNode paths = new JsonMapper().readTree(Contract.load().json()).path("paths");
    for (var path : paths.properties()) {
      for (String method : List.of("get", "post", "delete")) {
        if (path.getValue().has(method)) {
          routes.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
        }
      }
    }
    return routes;
  }

  /** Without the invisible spaces after which the renderer breaks a line. */
  private static String plain(String path) {
    return path.replace("\u200b", "");
  }
}
