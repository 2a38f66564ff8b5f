package dev.twinlens.local.azure;

import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.BlobServiceVersion;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.sas.SasProtocol;
import dev.twinlens.local.support.AtomicFiles;
import dev.twinlens.local.support.Restarts;
import dev.twinlens.local.support.ServerListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One storage account of Azure Blob Storage on this machine: Microsoft's emulator as a child
 * process, with its data in a directory. The child ends with this process, even if that is killed.
 *
 * <p>The emulator is installed by the build of this module into {@code local/azure/azurite} of the
 * repository, whose root the system property {@code twinlens.home} names.
 */
public final class Azurite implements AutoCloseable {
  /** The newest protocol version that the emulator implements; it accepts newer ones as well. */
  public static final BlobServiceVersion SERVICE_VERSION = BlobServiceVersion.V2026_06_06;

  private static final Logger LOG = LoggerFactory.getLogger(Azurite.class);

  /** A container's name, which is also the name of its policy's file. */
  private static final Pattern CONTAINER = Pattern.compile("[a-z0-9][a-z0-9-]{2,62}");

  private final Thread closeOnExit = new Thread(this::stop, "azurite-stop");
  private final Restarts restarts;
  private final Path dataDirectory;
  private final URI blobEndpoint;
  private final String accountName;
  private final String accountKey;
  private volatile AzuriteProcess process;

  private Azurite(
      AzuriteProcess process,
      Path dataDirectory,
      String accountName,
      String accountKey,
      ServerListener listener) {
    this.process = process;
    this.dataDirectory = dataDirectory;
    this.blobEndpoint = URI.create("http://127.0.0.1:" + process.port() + "/" + accountName);
    this.accountName = accountName;
    this.accountKey = accountKey;
    this.restarts = new Restarts("Azure Blob Storage", this::restart, listener);
  }

  /** {@link #start(Path, int, String, String, ServerListener)} without a listener. */
  public static Azurite start(
      Path dataDirectory, int port, String accountName, String accountKeyBase64) {
    return start(dataDirectory, port, accountName, accountKeyBase64, ServerListener.none());
  }

  /**
   * Starts the emulator and waits until it is ready. It is restarted at the same address whenever
   * its process ends.
   *
   * @param dataDirectory for its data and its log ({@code azurite.log}); created if absent
   * @param port on 127.0.0.1; 0 for any free port
   * @param accountName 3 to 24 lower-case letters and digits
   * @param accountKeyBase64 the account's only key
   * @param listener gets what happens after the start
   * @throws PortTakenException when another program has the port
   * @throws IllegalStateException with instructions when Node.js or the emulator is missing, or
   *     with the end of its log when it does not start
   */
  public static Azurite start(
      Path dataDirectory,
      int port,
      String accountName,
      String accountKeyBase64,
      ServerListener listener) {
    try {
      AzuriteProcess process =
          AzuriteProcess.start(dataDirectory, port, accountName, accountKeyBase64);
      Azurite azurite =
          new Azurite(process, dataDirectory, accountName, accountKeyBase64, listener);
      Runtime.getRuntime().addShutdownHook(azurite.closeOnExit);
      azurite.watch(process);
      LOG.info("Azure Blob Storage at {}", azurite.blobEndpoint);
      return azurite;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Azure Blob Storage was starting", e);
    }
  }

  private void restart() throws IOException, InterruptedException {
    process = AzuriteProcess.start(dataDirectory, blobEndpoint.getPort(), accountName, accountKey);
    watch(process);
  }

  private void watch(AzuriteProcess watched) {
    var unused = watched.onExit().thenAccept(status -> restarts.ended("status " + status));
  }

  /** {@code http://127.0.0.1:PORT/ACCOUNT}, without a slash at the end. */
  public URI blobEndpoint() {
    return blobEndpoint;
  }

  /** The owner's credentials, in the form that Azure's SDKs and CLI accept. */
  public String connectionString() {
    return "DefaultEndpointsProtocol=http;AccountName="
        + accountName
        + ";AccountKey="
        + accountKey
        + ";BlobEndpoint="
        + blobEndpoint
        + ";";
  }

  /**
   * A service SAS for one container, signed with the account's key.
   *
   * <p>It allows HTTP in addition to HTTPS, unlike a token for Azure: this machine's endpoint has
   * no certificate.
   *
   * @param permissions Azure's letters, for example {@code cw}
   * @return the token, without a question mark
   */
  public String containerSas(
      String container, String permissions, OffsetDateTime start, OffsetDateTime expiry) {
    return new BlobContainerClientBuilder()
        .connectionString(connectionString())
        .containerName(container)
        .serviceVersion(SERVICE_VERSION)
        .buildClient()
        .generateSas(
            new BlobServiceSasSignatureValues(expiry, BlobContainerSasPermission.parse(permissions))
                .setStartTime(start)
                .setProtocol(SasProtocol.HTTPS_HTTP));
  }

  /**
   * Gives a container a time-based retention policy, or another number of days. It is kept with the
   * data. Azurite knows no such policies: {@code immutability.cjs} enforces them.
   *
   * @param days since a blob's creation, in which nobody can delete it; nobody can change it at all
   */
  public void keepImmutable(String container, int days) {
    if (!CONTAINER.matcher(container).matches() || days < 1) {
      throw new IllegalArgumentException(
          "no policy of %d days for the container %s".formatted(days, container));
    }
    Path policies = dataDirectory.resolve("__immutability__");
    try {
      Files.createDirectories(policies);
      AtomicFiles.write(policies.resolve(container), String.valueOf(days));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes everything that the account kept; it must be closed. */
  public void deleteData() {
    try (var files = Files.walk(dataDirectory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the emulator has written its data and ended. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(closeOnExit);
    } catch (IllegalStateException e) {
      LOG.debug("the JVM is ending: its shutdown hook stops the emulator", e);
    }
    stop();
  }

  private void stop() {
    restarts.close();
    process.close();
  }
}
