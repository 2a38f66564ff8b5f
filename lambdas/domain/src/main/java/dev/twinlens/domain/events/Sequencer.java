package dev.twinlens.domain.events;

/**
 * Orders the versions of one object key. Values are hexadecimal text of differing length; S3's user
 * guide ("Event message structure") has the shorter one padded with zeros on the right and the two
 * compared lexicographically. Values of different keys cannot be compared.
 */
public record Sequencer(String value) implements Comparable<Sequencer> {
  /** Older than every sequencer that S3 gives. */
  public static final Sequencer NONE = new Sequencer("");

  public boolean isNone() {
    return value.isEmpty();
  }

  public boolean isNewerThan(Sequencer other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(Sequencer other) {
    int length = Math.max(value.length(), other.value.length());
    return padded(length).compareTo(other.padded(length));
  }

  private String padded(int length) {
    return value + "0".repeat(length - value.length());
  }
}
