package dev.twinlens.operations.rebuilding;

import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.storage.ImageBucket;
import dev.twinlens.domain.storage.ResultsBucket;
import dev.twinlens.operations.ProgressReport;
import dev.twinlens.operations.copies.CopyList;
import dev.twinlens.operations.copies.KeyJoin;
import dev.twinlens.operations.copies.VersionList;
import dev.twinlens.operations.copies.Workers;
import dev.twinlens.operations.stack.KeyPrefix;
import dev.twinlens.operations.stack.StackTarget;
import dev.twinlens.operations.stack.TargetOptions;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.sqs.SqsClient;

/** {@code twinlens rebuild}: writes a lost table again. */
@Command(
    name = "rebuild",
    mixinStandardHelpOptions = true,
    description = {
      "Write the rows of a lost table again, from what S3, the recorded results, the thumbnails and the",
      "copies say: of each image its labels, its first upload, its thumbnail and its copy, and of each",
      "copied version a row. No recorded result is asked for again. What has no result, thumbnail or",
      "copy is queued for the function that makes it. A row that exists is left as it is, so the",
      "command can be repeated. Exit with 0 when it is done, with 2 when it could not be."
    },
    footer = {
      "",
      "In the cloud, restore the table from its point-in-time recovery first: it has all rows, also those",
      "of deleted images, which this command cannot know."
    })
public final class RebuildCommand implements Callable<Integer> {
  @Mixin private TargetOptions target = new TargetOptions();

  @Mixin private KeyPrefix prefix = new KeyPrefix();

  @Option(names = "--dry-run", description = "Only count what would be written and queued.")
  private boolean dryRun;

  private final ProgressReport progress = new ProgressReport(System.err);
  private final Rebuilt all = new Rebuilt();
  private long keys;

  @Override
  public Integer call() {
    StackTarget stack = target.open();
    try (SqsClient sqs = stack.sqs();
        CopyList copies =
            CopyList.read(
                stack.container(), prefix.text(), count -> progress.at(count, "blobs listed"));
        Workers<Rebuilt> workers = new Workers<>(this::count)) {
      KeyRebuild rebuild = rebuild(stack, sqs);
      new KeyJoin<>(
              VersionList.byKey(stack.s3(), stack.outputs().imagesBucket(), prefix.text()),
              copies.byKey())
          .forEach(
              (versions, copied) ->
                  workers.submit(
                      () -> rebuild.rebuild(versions.key(), versions.members(), copied.members())));
    }
    summarise();
    return 0;
  }

  private KeyRebuild rebuild(StackTarget stack, SqsClient sqs) {
    ImageBucket images = new ImageBucket(stack.s3(), stack.outputs().imagesBucket());
    ResultsBucket results = new ResultsBucket(stack.s3(), stack.outputs().resultsBucket());
    ImageTable table = stack.table();
    WorkMessages messages = new WorkMessages(sqs, stack.outputs().queues());
    return new KeyRebuild(
        images.name(),
        stack.container(),
        table,
        new ImageRebuild(images, results, table, messages, dryRun),
        messages,
        dryRun);
  }

  private void count(Rebuilt rebuilt) {
    all.addAll(rebuilt);
    progress.at(++keys, "keys done");
  }

  private void summarise() {
    System.out.printf(
        Locale.ROOT, "%,d keys. %s:%n", keys, dryRun ? "Would be written" : "Written");
    List.of(Rebuilt.Kind.IMAGE, Rebuilt.Kind.LABELLED, Rebuilt.Kind.THUMBNAIL, Rebuilt.Kind.COPY)
        .forEach(this::print);
    System.out.println(dryRun ? "Would be queued:" : "Queued:");
    List.of(Rebuilt.Kind.LABELS_QUEUED, Rebuilt.Kind.THUMBNAIL_QUEUED, Rebuilt.Kind.COPY_QUEUED)
        .forEach(this::print);
  }

  private void print(Rebuilt.Kind kind) {
    System.out.printf(Locale.ROOT, "  %,d %s%n", all.count(kind), kind.text());
  }
}
