package dev.twinlens.operations.restoration;

import java.io.IOException;

/** The bytes of a copy are not those that were copied. */
final class DamagedCopyException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedCopyException(String message) {
    super(message);
  }
}
