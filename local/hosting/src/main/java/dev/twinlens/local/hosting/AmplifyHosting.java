package dev.twinlens.local.hosting;

import dev.twinlens.local.support.BoundPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;

/**
 * One branch of an Amplify app on this machine. It runs the app's build specification in a copy of
 * the repository and serves the folder that the specification names, with the app's headers.
 *
 * <p>Edits in the repository show when the page is reloaded; {@link LiveFiles} says which.
 */
public final class AmplifyHosting implements AutoCloseable {
  private final LocalWebServer server;

  private AmplifyHosting(LocalWebServer server) {
    this.server = server;
  }

  /**
   * Builds the website and serves it.
   *
   * @throws HostingException when the specification has a part that is not supported, a build
   *     command fails (with its output), or it cannot be served
   */
  public static AmplifyHosting start(AmplifySpec spec, BoundPort port) {
    BuildSpec buildSpec = BuildSpec.parse(spec.buildSpec());
    HeaderRules appHeaders = HeaderRules.parse("The app's customHeaders", spec.customHeaders());

    Path copy = copyOf(spec);
    AmplifyBuild.run(copy, buildSpec.commands(), environment(buildSpec, spec));

    Path baseDirectory = inside(copy, buildSpec.baseDirectory());
    LiveFiles live =
        new LiveFiles(inside(spec.repository(), buildSpec.baseDirectory()), baseDirectory);
    Handler site = new SiteHandler(baseDirectory, live);
    Handler handler =
        new HeaderHandler(
            LocalWebServer.compressing(site), headersOfBuild(copy).orElse(appHeaders));
    return new AmplifyHosting(LocalWebServer.start("amplify", handler, port));
  }

  /** The website's address: {@code http://127.0.0.1:port}, without a trailing slash. */
  public URI endpoint() {
    return server.endpoint();
  }

  @Override
  public void close() {
    server.close();
  }

  private static Path copyOf(AmplifySpec spec) {
    if (!Files.isDirectory(spec.repository())) {
      throw new HostingException("No repository at " + spec.repository());
    }
    Path copy = spec.dataDirectory().resolve("amplify").resolve("repository");
    WorkingTree.deleteRecursively(copy);
    try {
      Files.createDirectories(copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    new WorkingTree(spec.repository(), spec.dataDirectory()).copyTo(copy);
    return copy;
  }

  /** As in CodeBuild, which runs Amplify's builds: the app's and the branch's variables win. */
  private static Map<String, String> environment(BuildSpec buildSpec, AmplifySpec spec) {
    Map<String, String> environment = new LinkedHashMap<>(buildSpec.environment());
    environment.putAll(spec.appEnvironment());
    environment.putAll(spec.branchEnvironment());
    return environment;
  }

  private static Path inside(Path root, String directory) {
    Path path = root.resolve(directory.replaceFirst("^/+", "")).normalize();
    if (!path.startsWith(root)) {
      throw new HostingException(
          "The app's buildSpec: frontend.artifacts.baseDirectory is outside of the repository: "
              + directory);
    }
    return path;
  }

  /**
   * The rules of the build's {@code customHttp.yml}. Amplify documents that this file overrides the
   * app's headers, but not what happens to a header that only the app has. Here such a header is
   * dropped, so that a page that works here works under either reading.
   */
  private static Optional<HeaderRules> headersOfBuild(Path copy) {
    Path file = copy.resolve("customHttp.yml");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          HeaderRules.parse("customHttp.yml", Files.readString(file, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new HostingException("customHttp.yml cannot be read: " + e.getMessage(), e);
    }
  }
}
