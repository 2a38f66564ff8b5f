package dev.twinlens.local.azure;

/** The emulator did not start because another program has its port. */
public final class PortTakenException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  PortTakenException(String message) {
    super(message);
  }
}
