package dev.twinlens.domain.claims;

/**
 * How far a task has come for one object version, by what the summary row says.
 *
 * @param <A> what there can be to do
 */
public sealed interface Progress<A> {
  /**
   * Nothing is left to do.
   *
   * @param reason for the log, such as "already copied"
   */
  record Finished<A>(String reason) implements Progress<A> {}

  /** Something is left to do. */
  record Open<A>(A action) implements Progress<A> {}
}
