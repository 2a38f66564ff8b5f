package dev.twinlens.classification;

import dev.twinlens.domain.events.Sequencer;
import java.time.Instant;

/** What the event of one object version asks for, given what the table knows. */
sealed interface NextStep {
  /** The version has not been classified. */
  record Classify() implements NextStep {}

  /** It has been, but the worker ended before it told so. */
  record Notify() implements NextStep {}

  /** It has been; nothing is left to do. */
  record Done() implements NextStep {}

  /** A newer version took its place; nothing is to do. */
  record Superseded() implements NextStep {}

  /** It was deleted; nothing is left of it. */
  record Deleted() implements NextStep {}

  /** It was deleted while somebody was at it who did not clear up; something may be left of it. */
  record ClearUp() implements NextStep {}

  /** Somebody is at it; look again later. */
  record Wait(Instant until) implements NextStep {}

  static NextStep of(
      ClassificationState state, String versionId, Sequencer sequencer, Instant now) {
    boolean claimed = state.isClaimed(now);
    if (state.deleted()) {
      if (claimed) {
        return new Wait(state.claimedUntil());
      }
      return state.isClaimed() ? new ClearUp() : new Deleted();
    }
    boolean sameVersion = state.versionId().equals(versionId) && !isOverwritten(state, sequencer);
    if (!sameVersion && !state.sequencer().isNone() && !sequencer.isNewerThan(state.sequencer())) {
      return new Superseded();
    }
    if (!sameVersion) {
      return claimed ? new Wait(state.claimedUntil()) : new Classify();
    }
    return switch (state.status()) {
      case REJECTED -> new Done();
      case LABELLED -> {
        if (state.notified()) {
          yield new Done();
        }
        yield claimed ? new Wait(state.claimedUntil()) : new Notify();
      }
      case RECEIVED -> claimed ? new Wait(state.claimedUntil()) : new Classify();
    };
  }

  /**
   * Without versioning, every version of a key has the same id, and only the sequencer tells them
   * apart.
   */
  private static boolean isOverwritten(ClassificationState state, Sequencer sequencer) {
    return !state.sequencer().isNone() && sequencer.compareTo(state.sequencer()) != 0;
  }
}
