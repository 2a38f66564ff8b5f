package dev.twinlens.local.pulumi.plugin;

import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.pulumi.Provider;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Serves a {@link Provider} to Pulumi's own engine, in the place of provider plugins. The Pulumi
 * CLI connects to it instead of starting a plugin when {@code PULUMI_DEBUG_PROVIDERS} names the
 * package and the port.
 */
public final class ProviderServer implements AutoCloseable {
  private static final int STOP_SECONDS = 5;

  // Provisioning blocks, so each call needs its own thread.
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Server server;

  private ProviderServer(ProviderService service) throws IOException {
    server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), /* port= */ 0))
            .executor(executor)
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .addService(service)
            .build()
            .start();
  }

  /**
   * Provisions what existed before, then serves.
   *
   * @param file keeps what exists
   * @throws DeploymentFailure when one of these resources cannot be provisioned, or no port opened
   */
  public static ProviderServer start(Provider provider, ResourceTypes types, Path file) {
    PluginResources resources = new PluginResources(provider, ResourceFile.open(file));
    resources.restore();
    try {
      return new ProviderServer(new ProviderService(provider, types, resources));
    } catch (IOException e) {
      throw new DeploymentFailure(
          "Pulumi's plugin protocol could not be served on 127.0.0.1: " + e.getMessage(), e);
    }
  }

  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
    executor.shutdownNow();
    try {
      server.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
