package dev.twinlens.domain.catalog;

import java.util.Optional;
import java.util.stream.Stream;

/** How far the processing of an image has come. */
public enum Status {
  /** Stored, not yet labelled. */
  RECEIVED("received"),
  /** Its labels are in the table. */
  LABELLED("labelled"),
  /** It cannot be labelled; the summary row has the reason. */
  REJECTED("rejected");

  private final String text;

  Status(String text) {
    this.text = text;
  }

  /** As the table and the API write it. */
  public String text() {
    return text;
  }

  static Optional<Status> of(String text) {
    return Stream.of(values()).filter(status -> status.text.equals(text)).findFirst();
  }
}
