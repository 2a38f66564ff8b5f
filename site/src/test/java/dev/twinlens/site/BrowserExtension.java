package dev.twinlens.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.site.testing.Chromium;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a {@link Page} of its own in a browser that all share, and fails it when the
 * browser had something to complain about: a violation of the content security policy, an
 * exception, a request that should have succeeded.
 */
final class BrowserExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(BrowserExtension.class);

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    Chromium chromium =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent("chromium", key -> Chromium.start(), Chromium.class);
    context.getStore(NAMESPACE).put("page", Page.start(chromium));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    try (Page page = page(context)) {
      boolean mayFail = context.getRequiredTestMethod().isAnnotationPresent(RequestsMayFail.class);
      List<String> errors =
          page.chromium.consoleErrors().stream()
              // Asking for a photo that is not there yet is no mistake, though it is logged as one.
              .filter(error -> !(error.contains("/images/") && error.contains("404")))
              // No person has touched the page: the browser leaves in mid-upload without asking.
              .filter(error -> !error.contains("'beforeunload' confirmation"))
              .filter(error -> !(mayFail && error.matches("(?s).*Failed to (load|fetch).*")))
              .toList();
      if (context.getExecutionException().isEmpty()) {
        assertThat(errors).isEmpty();
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Page.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return page(context);
  }

  private static Page page(ExtensionContext context) {
    return context.getStore(NAMESPACE).get("page", Page.class);
  }
}
