package dev.twinlens.local.deployment;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.twinlens.local.iam.AccessReport;
import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.support.AtomicFiles;
import dev.twinlens.local.support.DaemonThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The report of what was granted, used and denied since a deployment started, in {@code
 * access.json} of its data folder: written in every second in which it changed, and kept when the
 * deployment stops.
 */
public final class AccessFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AccessFile.class);
  private static final String NAME = "access.json";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private final Path folder;
  private final Supplier<AccessReport> report;
  private final ScheduledExecutorService writing =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("access-file"));
  private byte[] written = new byte[0];

  private AccessFile(Path folder, Supplier<AccessReport> report) {
    this.folder = folder;
    this.report = report;
  }

  /** Keeps the file of that folder current until it is closed. */
  static AccessFile keep(Path folder, Supplier<AccessReport> report) {
    AccessFile file = new AccessFile(folder, report);
    var unused = file.writing.scheduleWithFixedDelay(file::write, 0, 1, TimeUnit.SECONDS);
    return file;
  }

  /**
   * The report that was written last.
   *
   * @param folder a deployment's data folder, whether or not it runs
   * @throws DeploymentFailure when none has run there
   */
  public static AccessReport read(Path folder) {
    Path file = folder.resolve(NAME);
    if (!Files.isRegularFile(file)) {
      throw new DeploymentFailure(
          "no deployment has run in %s; start one with ./twinlens up".formatted(folder));
    }
    try {
      return JSON.readValue(file.toFile(), AccessReport.class);
    } catch (IOException e) {
      throw new DeploymentFailure("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private synchronized void write() {
    try {
      byte[] current = JSON.writeValueAsBytes(report.get());
      if (Arrays.equals(current, written)) {
        return;
      }
      AtomicFiles.write(folder.resolve(NAME), current);
      written = current;
    } catch (IOException | RuntimeException e) {
      // An exception that left this method would end the schedule; the next second tries again.
      LOG.error("cannot write {}", folder.resolve(NAME), e);
    }
  }

  @Override
  public void close() {
    writing.shutdown();
    write();
  }
}
