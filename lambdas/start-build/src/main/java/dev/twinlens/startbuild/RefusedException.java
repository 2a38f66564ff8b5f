package dev.twinlens.startbuild;

import java.util.Locale;
import java.util.Set;

/** Amplify has responded with an error. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final Set<Integer> FOR_NOW = Set.of(429, 500, 502, 503, 504);

  /** What Amplify says while another job of the branch runs. It documents no type for that. */
  private static final String UNFINISHED = "not finished";

  private final int status;
  private final String type;

  RefusedException(int status, String type, String message) {
    super("Amplify responded %d %s: %s".formatted(status, type, message));
    this.status = status;
    this.type = type;
  }

  /**
   * Whether the same request can succeed later. The policy of a role that was just made takes some
   * seconds to spread. A build that runs may have read the variables before they were changed.
   */
  boolean isForNow() {
    return FOR_NOW.contains(status)
        || type.startsWith("AccessDeniedException")
        || String.valueOf(getMessage()).toLowerCase(Locale.ROOT).contains(UNFINISHED);
  }
}
