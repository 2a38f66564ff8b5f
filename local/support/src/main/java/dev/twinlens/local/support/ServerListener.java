package dev.twinlens.local.support;

/** Gets what happens to a server after its start. Called from any thread, with one sentence. */
public interface ServerListener {
  /** The server ended and is being restarted, or was restarted. */
  void restarting(String message);

  /** The server ended and cannot be restarted. */
  void failed(String message);

  /** Ignores everything; {@link Restarts} logs it. */
  static ServerListener none() {
    return new ServerListener() {
      @Override
      public void restarting(String message) {}

      @Override
      public void failed(String message) {}
    };
  }
}
