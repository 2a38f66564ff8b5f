package dev.twinlens.domain.claims;

import java.time.Instant;

/**
 * What the event of one object version calls for next. It follows from the row alone; {@link
 * Claims} carries it out.
 *
 * @param <A> what there can be to do
 */
public sealed interface Step<A> {
  /** Do nothing. */
  record Skip<A>(String reason) implements Step<A> {}

  /** Another worker holds the claim; retry later. */
  record Wait<A>(Instant until) implements Step<A> {}

  /** Claim the key and act. */
  record Act<A>(A action) implements Step<A> {}

  /**
   * The version was deleted while a worker held the claim, and the worker never released it: claim
   * the key and remove what that worker may have left.
   */
  record ClearUp<A>() implements Step<A> {}

  /**
   * Decides.
   *
   * @param deleted whether the event's version is one that was deleted
   */
  static <A> Step<A> next(Progress<A> progress, boolean deleted, ClaimState claim) {
    if (deleted) {
      return switch (claim) {
        case ClaimState.Free() -> new Skip<>("the object version was deleted");
        case ClaimState.Held(Instant until) -> new Wait<>(until);
        case ClaimState.Lapsed() -> new ClearUp<>();
      };
    }
    return switch (progress) {
      case Progress.Finished<A>(String reason) -> new Skip<>(reason);
      case Progress.Open<A>(A action) ->
          switch (claim) {
            case ClaimState.Held(Instant until) -> new Wait<>(until);
            case ClaimState.Free() -> new Act<>(action);
            case ClaimState.Lapsed() -> new Act<>(action);
          };
    };
  }
}
