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
 * Answers only requests that ask for this machine by one of its own names, with any port or none. A
 * page on the internet whose name has been made to resolve to 127.0.0.1 (DNS rebinding) is of the
 * same origin for its browser, and could otherwise do here what a page of this machine may.
 *
 * <p>Jetty's virtual hosts would leave such a request to the next handler; here it ends with 421.
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
