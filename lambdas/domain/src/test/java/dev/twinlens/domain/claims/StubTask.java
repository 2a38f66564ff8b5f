package dev.twinlens.domain.claims;

import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.events.Sequencer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A task that notes the sequencer of the last version on the row, and what happens to it. */
final class StubTask implements Task<StubTask.Action> {
  static final String NOTE = "Note";

  private final List<String> history = new CopyOnWriteArrayList<>();
  private Runnable whilePreparing = () -> {};
  private Consumer<Claim> work = claim -> {};
  private Runnable whileClearing = () -> {};
  private boolean gone;

  enum Action {
    NOTE_DOWN
  }

  /** What happens between the decision and the claim. */
  StubTask whilePreparing(Runnable action) {
    whilePreparing = action;
    return this;
  }

  /** What happens under the claim, before the work is recorded. */
  StubTask working(Consumer<Claim> action) {
    work = action;
    return this;
  }

  StubTask whileClearing(Runnable action) {
    whileClearing = action;
    return this;
  }

  /** The version no longer exists. */
  StubTask gone() {
    gone = true;
    return this;
  }

  /** prepared, worked, cleared, closed: in their order. */
  List<String> history() {
    return List.copyOf(history);
  }

  @Override
  public TaskType type() {
    return TaskType.THUMBNAIL;
  }

  @Override
  public List<String> decisive() {
    return List.of(NOTE);
  }

  @Override
  public Progress<Action> progress(SummaryRow row, ObjectCreated version) {
    return row.text(NOTE)
        .map(Sequencer::new)
        .filter(noted -> !version.sequencer().isNewerThan(noted))
        .<Progress<Action>>map(noted -> new Progress.Finished<>("already noted"))
        .orElseGet(() -> new Progress.Open<>(Action.NOTE_DOWN));
  }

  @Override
  public Optional<Job> prepare(Action action, ObjectCreated version) {
    history.add("prepared");
    whilePreparing.run();
    return gone ? Optional.empty() : Optional.of(new NoteJob(version));
  }

  @Override
  public void clear(String key) {
    whileClearing.run();
    history.add("cleared");
  }

  private final class NoteJob implements Job {
    private final ObjectCreated version;

    private NoteJob(ObjectCreated version) {
      this.version = version;
    }

    @Override
    public void run(Claim claim) {
      history.add("worked");
      work.accept(claim);
      claim.finish(row -> row.set(NOTE, version.sequencer().value()));
    }

    @Override
    public void close() {
      history.add("closed");
    }
  }
}
