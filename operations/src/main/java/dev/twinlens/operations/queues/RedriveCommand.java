package dev.twinlens.operations.queues;

import dev.twinlens.operations.OperationFailure;
import dev.twinlens.operations.queues.DeadLetters.Letter;
import dev.twinlens.operations.stack.StackTarget;
import dev.twinlens.operations.stack.TargetOptions;
import dev.twinlens.operations.stack.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.sqs.SqsClient;

/** {@code twinlens redrive}: what failed for good is tried again, or given up. */
@Command(
    name = "redrive",
    mixinStandardHelpOptions = true,
    description = {
      "Move dead letters back to their queues. A finished version is not processed again. Exit with 0",
      "when it is done, with 1 when the message to drop is not there."
    })
public final class RedriveCommand implements Callable<Integer> {
  @Mixin private TargetOptions target = new TargetOptions();

  @Option(
      names = "--queue",
      paramLabel = "NAME",
      description = "Only this queue: classify, backup or thumbnail (default: all).")
  private Optional<String> queue = Optional.empty();

  @ArgGroup private Action action = new Action();

  /** What else than moving the messages is done. */
  private static final class Action {
    @Option(
        names = "--list",
        description = "Only list the messages, with their age, reason and receive count.")
    private boolean list;

    @Option(
        names = "--drop",
        paramLabel = "MESSAGE_ID",
        description = "Delete this message, which can never succeed.")
    private Optional<String> drop = Optional.empty();
  }

  @Override
  public Integer call() {
    StackTarget stack = target.open();
    try (SqsClient sqs = stack.sqs()) {
      boolean dropped = false;
      for (WorkQueue chosen : chosen(stack.outputs().queues())) {
        DeadLetters letters = new DeadLetters(sqs, chosen);
        if (action.drop.isPresent()) {
          dropped |= drop(letters, action.drop.get());
        } else if (action.list) {
          list(chosen, letters);
        } else {
          redrive(chosen, letters);
        }
      }
      if (action.drop.isPresent() && !dropped) {
        System.err.println("twinlens: There is no dead letter " + action.drop.get() + ".");
        return 1;
      }
      return 0;
    }
  }

  private List<WorkQueue> chosen(List<WorkQueue> queues) {
    List<WorkQueue> chosen =
        queues.stream()
            .filter(candidate -> queue.map(candidate.name()::equals).orElse(true))
            .toList();
    if (chosen.isEmpty()) {
      throw new OperationFailure(
          "There is no queue "
              + queue.orElse("")
              + ". The queues are "
              + String.join(", ", queues.stream().map(WorkQueue::name).toList())
              + ".");
    }
    return chosen;
  }

  private static void list(WorkQueue queue, DeadLetters letters) {
    List<Letter> held = letters.hold();
    System.out.printf("%s: %d dead letters%n", queue.name(), held.size());
    for (Letter letter : held) {
      System.out.printf(
          "  %s  %s old, received %s times: %s%n    %s%n",
          letter.message().messageId(),
          age(Duration.between(letter.sentAt(), Instant.now())),
          letter.receiveCount(),
          letter.reason(),
          letter.message().body().replaceAll("\\s+", " "));
      letters.release(letter);
    }
  }

  private static String age(Duration age) {
    return age.toHours() > 0
        ? age.toHours() + " h " + age.toMinutesPart() + " min"
        : age.toMinutes() + " min";
  }

  private static void redrive(WorkQueue queue, DeadLetters letters) {
    long moved = 0;
    // Batch by batch: a message is held for a minute only.
    for (List<Letter> batch = letters.receive(); !batch.isEmpty(); batch = letters.receive()) {
      batch.forEach(letters::redrive);
      moved += batch.size();
    }
    System.out.printf("%s: %d messages moved back%n", queue.name(), moved);
  }

  private static boolean drop(DeadLetters letters, String messageId) {
    boolean dropped = false;
    for (Letter letter : letters.hold()) {
      if (letter.message().messageId().equals(messageId)) {
        letters.drop(letter);
        System.out.println("Dropped " + messageId + ": " + letter.message().body());
        dropped = true;
      } else {
        letters.release(letter);
      }
    }
    return dropped;
  }
}
