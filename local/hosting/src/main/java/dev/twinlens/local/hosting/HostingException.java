package dev.twinlens.local.hosting;

/** A website that cannot be hosted as declared. The message says why and what to change. */
public final class HostingException extends RuntimeException {
  public HostingException(String message) {
    super(message);
  }

  public HostingException(String message, Throwable cause) {
    super(message, cause);
  }
}
