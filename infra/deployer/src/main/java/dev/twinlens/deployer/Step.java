package dev.twinlens.deployer;

import java.util.Locale;

/** When a provider makes a call for a resource. */
enum Step {
  CREATE,
  READ,
  UPDATE,
  DELETE;

  /** Its name in the tables. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
