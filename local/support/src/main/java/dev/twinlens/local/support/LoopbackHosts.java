package dev.twinlens.local.support;

import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Accepts only requests for a loopback name of this machine, with any port or none, and rejects all
 * others with 421. Otherwise a page on the internet whose name resolves to 127.0.0.1 (DNS
 * rebinding) could use this server: for the browser it has the same origin.
 *
 * <p>Jetty's virtual hosts would pass such a request to the next handler.
 */
public final class LoopbackHosts extends Handler.Wrapper {
  private static final Pattern LOOPBACK =
      Pattern.compile("(127\\.0\\.0\\.1|localhost|\\[::1])(:[0-9]*)?", Pattern.CASE_INSENSITIVE);

  public LoopbackHosts(Handler handler) {
    super(handler);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    List<String> hosts = request.getHeaders().getValuesList(HttpHeader.HOST);
    if (!hosts.isEmpty() && hosts.stream().allMatch(host -> LOOPBACK.matcher(host).matches())) {
      return super.handle(request, response, callback);
    }
    Response.writeError(
        request,
        response,
        callback,
        HttpStatus.MISDIRECTED_REQUEST_421,
        "This server is 127.0.0.1, localhost and [::1] only.");
    return true;
  }
}
