package dev.twinlens.local.website;

import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Puts an Amplify app's headers on every answer; of two rule sets the later one wins. */
final class HeaderHandler extends Handler.Wrapper {
  /** Amplify's own: browsers ask each time whether there is something newer. */
  private static final String CACHE_CONTROL = "public, max-age=0, s-maxage=31536000";

  private final List<HeaderRules> ruleSets;

  HeaderHandler(Handler handler, List<HeaderRules> ruleSets) {
    super(handler);
    this.ruleSets = ruleSets;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, CACHE_CONTROL);
    String path = LocalWebServer.path(request);
    for (HeaderRules rules : ruleSets) {
      rules.headersFor(path).forEach(response.getHeaders()::put);
    }
    return super.handle(request, response, callback);
  }
}
