package dev.twinlens.operations.restoration;

import dev.twinlens.operations.ProgressReport;
import dev.twinlens.operations.copies.CopyList;
import dev.twinlens.operations.copies.Workers;
import dev.twinlens.operations.stack.KeyPrefix;
import dev.twinlens.operations.stack.StackTarget;
import dev.twinlens.operations.stack.TargetOptions;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code twinlens restore}: brings photos back from their copies. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Write the newest copied version of each key back to S3: bytes, headers, metadata and tags. The",
      "API shows when the photo was first uploaded. The bytes are compared with the SHA-256 and the",
      "MD5 of the copy before S3 stores them. An object that is there with the same bytes is left as",
      "it is, so the command can be repeated. Exit with 0 when everything is back, with 1 and a list",
      "of what is not otherwise, with 2 when nothing could be done."
    })
public final class RestoreCommand implements Callable<Integer> {
  @Mixin private TargetOptions target = new TargetOptions();

  @Mixin private KeyPrefix prefix = new KeyPrefix();

  @Option(
      names = "--to",
      paramLabel = "BUCKET",
      description = "Restore into this bucket (default: the stack's images bucket).")
  private Optional<String> bucket = Optional.empty();

  @Option(names = "--deleted", description = "Restore deleted photos, too.")
  private boolean deleted;

  @Option(names = "--dry-run", description = "Only list what would be restored.")
  private boolean dryRun;

  private final Map<Restored.Result, Long> counts = new EnumMap<>(Restored.Result.class);
  private final ProgressReport progress = new ProgressReport(System.err);

  @Override
  public Integer call() {
    StackTarget stack = target.open();
    KeyRestoration restoration =
        new KeyRestoration(stack, bucket.orElse(stack.outputs().imagesBucket()), deleted, dryRun);
    try (CopyList copies =
            CopyList.read(
                stack.container(), prefix.text(), count -> progress.at(count, "blobs listed"));
        Workers<Restored> workers = new Workers<>(this::report)) {
      copies.byKey().forEachRemaining(key -> workers.submit(() -> restoration.restore(key)));
    }
    summarise();
    return counts.containsKey(Restored.Result.FAILED) ? 1 : 0;
  }

  private void report(Restored restored) {
    counts.merge(restored.result(), 1L, Long::sum);
    progress.at(counts.values().stream().mapToLong(Long::longValue).sum(), "keys done");
    String key = restored.copy().key();
    switch (restored.result()) {
      case RESTORED ->
          System.out.printf(
              Locale.ROOT,
              "%s  %s  (%,d bytes%s)%n",
              dryRun ? "would restore" : "restored",
              key,
              restored.copy().size(),
              restored.copy().version().uploadedAt().map(time -> ", of " + time).orElse(""));
      case FAILED, NEWER ->
          System.out.printf("%s  %s  %s%n", restored.result().text(), key, restored.detail());
      case PRESENT, DELETED -> {}
    }
  }

  private void summarise() {
    System.out.printf(
        Locale.ROOT,
        "%,d %s, %,d were there, %,d newer in S3, %,d failed.%n",
        count(Restored.Result.RESTORED),
        dryRun ? "would be restored" : "restored",
        count(Restored.Result.PRESENT),
        count(Restored.Result.NEWER),
        count(Restored.Result.FAILED));
    if (count(Restored.Result.DELETED) > 0) {
      System.out.printf(
          Locale.ROOT,
          "%,d deleted photos stay deleted; --deleted restores them.%n",
          count(Restored.Result.DELETED));
    }
  }

  private long count(Restored.Result result) {
    return counts.getOrDefault(result, 0L);
  }
}
