package dev.twinlens.local.services.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * {@code PUT /.faults} with JSON replaces the faults in effect. No bucket can have this name. A
 * page in a browser cannot send it: PUT needs a permission (CORS) that nothing gives here.
 */
public final class FaultDoor extends Handler.Wrapper {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PATH = "/.faults";

  private final InjectedFaults faults;

  public FaultDoor(InjectedFaults faults, Handler handler) {
    super(handler);
    this.faults = faults;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!request.getHttpURI().getPath().equals(PATH)) {
      return super.handle(request, response, callback);
    }
    if (!request.getMethod().equals("PUT")) {
      Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
      return true;
    }
    try {
      faults.set(JSON.readTree(Content.Source.asString(request, StandardCharsets.UTF_8)));
      response.setStatus(HttpStatus.NO_CONTENT_204);
      callback.succeeded();
    } catch (JsonProcessingException e) {
      Response.writeError(request, response, callback, HttpStatus.BAD_REQUEST_400);
    }
    return true;
  }
}
