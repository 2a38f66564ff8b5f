package dev.twinlens.local.pulumi.plugin;

import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.pulumi.Provider;
import dev.twinlens.local.support.DaemonThreads;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Serves a {@link Provider} to Pulumi's own engine, in the place of provider plugins: on a port for
 * each package, because a plugin has one version. The Pulumi CLI connects to it instead of starting
 * a plugin when {@code PULUMI_DEBUG_PROVIDERS} names the package and the port.
 */
public final class ProviderServer implements AutoCloseable {
  private static final int STOP_SECONDS = 5;

  // Provisioning blocks, so each call needs its own thread.
  private final ExecutorService executor = DaemonThreads.forEachTask("provider-plugin");
  private final Map<String, Server> servers = new TreeMap<>();

  private ProviderServer() {}

  /**
   * Provisions what existed before, then serves.
   *
   * @param versions each package's version
   * @param file keeps what exists
   * @throws DeploymentFailure when one of these resources cannot be provisioned, or no port opened
   */
  public static ProviderServer start(
      Provider provider, ResourceTypes types, Map<String, String> versions, Path file) {
    PluginResources resources = new PluginResources(provider, ResourceFile.open(file));
    resources.restore();
    ProviderServer server = new ProviderServer();
    try {
      versions.forEach(
          (name, version) ->
              server.serve(name, new ProviderService(provider, types, resources, version)));
      return server;
    } catch (UncheckedIOException e) {
      server.close();
      throw new DeploymentFailure(
          "Pulumi's plugin protocol could not be served on 127.0.0.1: " + e.getMessage(), e);
    }
  }

  private void serve(String name, ProviderService service) {
    try {
      servers.put(
          name,
          NettyServerBuilder.forAddress(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), /* port= */ 0))
              .executor(executor)
              .maxInboundMessageSize(Integer.MAX_VALUE)
              .addService(service)
              .build()
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@code PULUMI_DEBUG_PROVIDERS} must be. */
  public String addresses() {
    return servers.entrySet().stream()
        .map(server -> server.getKey() + ":" + server.getValue().getPort())
        .collect(Collectors.joining(","));
  }

  @Override
  public void close() {
    servers.values().forEach(Server::shutdownNow);
    executor.shutdownNow();
    try {
      for (Server server : servers.values()) {
        server.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
