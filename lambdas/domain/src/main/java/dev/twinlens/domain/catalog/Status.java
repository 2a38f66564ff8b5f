package dev.twinlens.domain.catalog;

import java.util.Optional;
import java.util.stream.Stream;

/** How far an image has come. */
public enum Status {
  /** Stored, not yet labelled. */
  RECEIVED("received"),
  /** Its labels are in the table. */
  LABELLED("labelled"),
  /** It cannot be labelled, and the summary row says why. */
  REJECTED("rejected");

  private final String text;

  Status(String text) {
    this.text = text;
  }

  /** As it stands in the table and in answers. */
  public String text() {
    return text;
  }

  static Optional<Status> of(String text) {
    return Stream.of(values()).filter(status -> status.text.equals(text)).findFirst();
  }
}
