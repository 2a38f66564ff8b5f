package dev.twinlens.local.iam;

/** Whether a part of a statement applies to a request. */
sealed interface Outcome {
  record Applies() implements Outcome {}

  record Differs() implements Outcome {}

  /** It cannot be told. An Allow statement then does not apply, and a Deny statement does. */
  record Undecidable(String reason) implements Outcome {}

  static Outcome applies() {
    return new Applies();
  }

  static Outcome differs() {
    return new Differs();
  }

  static Outcome of(boolean applies) {
    return applies ? applies() : differs();
  }

  default Outcome negated() {
    if (this instanceof Undecidable) {
      return this;
    }
    return of(this instanceof Differs);
  }

  /** Both have to apply. */
  default Outcome and(Outcome other) {
    if (this instanceof Differs || other instanceof Applies) {
      return this;
    }
    return other instanceof Differs || this instanceof Applies ? other : this;
  }

  /** One of both has to apply. */
  default Outcome or(Outcome other) {
    if (this instanceof Applies || other instanceof Differs) {
      return this;
    }
    return other instanceof Applies || this instanceof Differs ? other : this;
  }
}
