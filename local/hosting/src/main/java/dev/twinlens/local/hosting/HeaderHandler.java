package dev.twinlens.local.hosting;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Sets an Amplify app's headers on every response, whatever its status. */
final class HeaderHandler extends Handler.Wrapper {
  /** Amplify's default: browsers revalidate a file at each use. */
  private static final String CACHE_CONTROL = "public, max-age=0, s-maxage=31536000";

  private final HeaderRules rules;

  HeaderHandler(Handler handler, HeaderRules rules) {
    super(handler);
    this.rules = rules;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, CACHE_CONTROL);
    rules.headersFor(LocalWebServer.path(request)).forEach(response.getHeaders()::put);
    return super.handle(request, response, callback);
  }
}
