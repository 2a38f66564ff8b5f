package dev.twinlens.local.deployment.resources;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out whether services work, by a call to each of them. */
final class ServiceHealth {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceHealth.class);

  /** A call that fails when its service does not work. */
  @FunctionalInterface
  interface Check {
    void run() throws Exception;
  }

  private final ExecutorService threads;
  private final Duration timeout;
  private final Map<String, Check> checks;

  /**
   * Calls nothing yet.
   *
   * @param timeout of each call
   * @param checks by the service's name
   */
  ServiceHealth(ExecutorService threads, Duration timeout, Map<String, Check> checks) {
    this.threads = threads;
    this.timeout = timeout;
    this.checks = Map.copyOf(checks);
  }

  /** A sentence for each service that does not work, in the order of their names. */
  CompletableFuture<List<String>> problems() {
    List<CompletableFuture<Optional<String>>> results =
        checks.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(check -> problem(check.getKey(), check.getValue()))
            .toList();
    return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
        .thenApply(done -> results.stream().flatMap(result -> result.join().stream()).toList());
  }

  private CompletableFuture<Optional<String>> problem(String service, Check check) {
    return CompletableFuture.runAsync(() -> run(check), threads)
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (done, failure) -> {
              if (failure == null) {
                return Optional.empty();
              }
              LOG.warn("{} does not respond", service, failure);
              return Optional.of(service + " does not respond.");
            });
  }

  private static void run(Check check) {
    try {
      check.run();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
