package dev.twinlens.local.hosting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.content.HttpContent;
import org.eclipse.jetty.http.content.ResourceHttpContentFactory;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.resource.ResourceFactory;

/** Serves a folder as an Amplify app without redirects and rewrites does. */
final class SiteHandler extends Handler.Wrapper {
  private static final String WELCOME = "index.html";
  private static final String NOT_FOUND =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <title>Not found</title>
      <h1>Not found</h1>
      <p>This website has no such file. <a href="/">Go to the start page</a>.</p>
      """;

  private final Path directory;
  private final LiveFiles live;

  SiteHandler(Path directory, LiveFiles live) {
    this.directory = directory;
    this.live = live;
    if (!Files.isDirectory(directory)) {
      throw new HostingException(
          "The website's build did not make the folder "
              + directory.getFileName()
              + ", which the buildSpec names as its baseDirectory");
    }
    ResourceHandler files = new UncachedFiles();
    files.setBaseResource(ResourceFactory.of(this).newResource(directory));
    files.setWelcomeFiles(WELCOME);
    files.setDirAllowed(false);
    files.setEtags(true);
    setHandler(files);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
      LocalWebServer.respond(
          response,
          callback,
          405,
          "text/plain;charset=utf-8",
          "This website allows GET and HEAD only.\n");
      return true;
    }
    String path = LocalWebServer.path(request);
    if (exists(path) && super.handle(request, response, callback)) {
      return true;
    }
    LocalWebServer.respond(response, callback, 404, "text/html;charset=utf-8", NOT_FOUND);
    return true;
  }

  /** Without Jetty's cache, which would serve the old file for some seconds after an edit. */
  private static final class UncachedFiles extends ResourceHandler {
    @Override
    protected HttpContent.Factory newHttpContentFactory(ByteBufferPool.Sized buffers) {
      return new ResourceHttpContentFactory(getBaseResource(), getMimeTypes(), buffers);
    }
  }

  private boolean exists(String path) throws IOException {
    try {
      String file = path.endsWith("/") ? path + WELCOME : path;
      live.refresh(file);
      Path found = directory.resolve(file.substring(1)).normalize();
      return found.startsWith(directory) && Files.exists(found);
    } catch (InvalidPathException noSuchName) {
      return false;
    }
  }
}
