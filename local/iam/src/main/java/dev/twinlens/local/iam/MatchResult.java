package dev.twinlens.local.iam;

/** Whether a part of a statement matches a request. */
sealed interface MatchResult {
  record Match() implements MatchResult {}

  record NoMatch() implements MatchResult {}

  /** It cannot be decided. An Allow statement then does not apply, and a Deny statement does. */
  record Indeterminate(String reason) implements MatchResult {}

  static MatchResult match() {
    return new Match();
  }

  static MatchResult noMatch() {
    return new NoMatch();
  }

  static MatchResult of(boolean matches) {
    return matches ? match() : noMatch();
  }

  default MatchResult negated() {
    return switch (this) {
      case Match match -> noMatch();
      case NoMatch noMatch -> match();
      case Indeterminate indeterminate -> indeterminate;
    };
  }

  /** Both must match. */
  default MatchResult and(MatchResult other) {
    return switch (this) {
      case Match match -> other;
      case NoMatch noMatch -> this;
      case Indeterminate indeterminate -> other instanceof NoMatch ? other : this;
    };
  }

  /** One of the two must match. */
  default MatchResult or(MatchResult other) {
    return negated().and(other.negated()).negated();
  }
}
