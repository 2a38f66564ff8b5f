package dev.twinlens.operations.erasure;

import dev.twinlens.domain.storage.DerivedKey;
import dev.twinlens.operations.OperationFailure;
import dev.twinlens.operations.ProgressReport;
import dev.twinlens.operations.copies.CopyBlob;
import dev.twinlens.operations.copies.CopyList;
import dev.twinlens.operations.copies.KeyGroup;
import dev.twinlens.operations.copies.KeyJoin;
import dev.twinlens.operations.copies.KeyOrder;
import dev.twinlens.operations.stack.StackTarget;
import dev.twinlens.operations.stack.TargetOptions;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Scanner;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;

/** {@code twinlens erase}: removes photos for good. */
@Command(
    name = "erase",
    mixinStandardHelpOptions = true,
    description = {
      "Remove photos for good: every version in S3, every delete marker, the rows, the results, the",
      "thumbnails and the copies in Azure. Print a line of JSON for each thing that was removed. While",
      "Azure must keep a copy, nothing of its photo is removed, and the message says until when. Exit",
      "with 0 when everything is removed; the command can be repeated."
    })
public final class EraseCommand implements Callable<Integer> {
  @Mixin private TargetOptions target = new TargetOptions();

  @ArgGroup(multiplicity = "1")
  private Choice choice = new Choice();

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  /** Which photos. */
  private static final class Choice {
    @Parameters(paramLabel = "KEY", description = "The photo's object key.")
    private Optional<String> key = Optional.empty();

    @Option(
        names = "--prefix",
        paramLabel = "PREFIX",
        description = "All photos whose keys begin with this text.")
    private Optional<String> prefix = Optional.empty();
  }

  private final ProgressReport progress = new ProgressReport(System.err);

  @Override
  public Integer call() {
    StackTarget stack = target.open();
    if (!yes) {
      confirm();
    }
    Proof proof = new Proof(System.out);
    PhotoEraser eraser = new PhotoEraser(stack, proof);
    String prefix = choice.key.or(() -> choice.prefix).orElseThrow();
    try (CopyList copies =
        CopyList.read(stack.container(), prefix, count -> progress.at(count, "blobs listed"))) {
      new KeyJoin<>(keys(stack, prefix), copies.byKey())
          .forEach(
              (objects, copied) -> {
                if (choice.prefix.isPresent() || objects.key().equals(prefix)) {
                  eraser.erase(objects.key(), copied.members(), Set.of());
                }
              });
    }
    // Of a photo that has lost its objects and its copy, the rows can be left.
    choice.key.ifPresentOrElse(
        key -> eraser.erase(key, List.of(), Set.of()), () -> eraser.eraseLeftovers(prefix));
    System.err.println("Removed " + proof.lines() + " things.");
    return 0;
  }

  private void confirm() {
    System.err.print(
        choice
                .key
                .map(key -> "Remove " + key)
                .orElseGet(
                    () -> "Remove all photos whose keys begin with " + choice.prefix.orElseThrow())
            + " from both clouds for good? Type yes: ");
    Scanner input = new Scanner(System.in, StandardCharsets.UTF_8);
    if (!input.hasNextLine() || !input.nextLine().strip().equals("yes")) {
      throw new OperationFailure("Nothing was removed.");
    }
  }

  /** The keys that have a version or a delete marker, each page's by key. */
  private static Iterator<KeyGroup<String>> keys(StackTarget stack, String prefix) {
    return KeyGroup.of(
        stack
            .s3()
            .listObjectVersionsPaginator(
                request -> request.bucket(stack.outputs().imagesBucket()).prefix(prefix))
            .stream()
            .flatMap(EraseCommand::keys)
            .iterator(),
        key -> key);
  }

  private static Stream<String> keys(ListObjectVersionsResponse page) {
    return Stream.concat(
            page.versions().stream().map(version -> version.key()),
            page.deleteMarkers().stream().map(marker -> marker.key()))
        .sorted(KeyOrder.COMPARATOR);
  }

  /** Removes everything of one key after the other. */
  private static final class PhotoEraser {
    private final StackTarget stack;
    private final CopyEraser copies;
    private final ObjectEraser objects;
    private final RowEraser rows;

    PhotoEraser(StackTarget stack, Proof proof) {
      this.stack = stack;
      this.copies =
          new CopyEraser(stack.container(), stack.outputs().backupImmutabilityDays(), proof);
      this.objects = new ObjectEraser(stack.s3(), proof);
      this.rows = new RowEraser(stack.dynamoDb(), stack.outputs().imagesTable(), proof);
    }

    /** Removes what is left of keys that have rows only. */
    void eraseLeftovers(String prefix) {
      rows.leftovers(
          prefix, found -> found.forEach((key, hashes) -> erase(key, List.of(), hashes)));
    }

    /** The copies first: Azure may refuse. The rows last: they lead to the rest. */
    void erase(String key, List<CopyBlob> copied, Set<String> known) {
      Set<String> hashes = new HashSet<>(known);
      copied.forEach(copy -> hashes.add(copy.version().sha256()));
      stack.table().summary(key).sha256().ifPresent(hashes::add);
      copies.erase(copied);
      objects.erase(stack.outputs().imagesBucket(), key, "object version");
      for (DerivedKey kind : DerivedKey.values()) {
        objects.erase(
            stack.outputs().resultsBucket(), kind.of(key), kind.name().toLowerCase(Locale.ROOT));
      }
      rows.erase(key, hashes);
    }
  }
}
