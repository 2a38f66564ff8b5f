package dev.twinlens.infra.controls;

import java.util.Map;
import java.util.TreeMap;

/** Checks by the ids of the controls that they are for. */
final class ControlChecks {
  private final Map<String, Check> checks = new TreeMap<>();

  /** The check is for these controls. */
  void met(Check check, String... ids) {
    for (var id : ids) {
      if (checks.put(id, check) != null) {
        throw new IllegalStateException(id + " has two checks");
      }
    }
  }

  Map<String, Check> byId() {
    return Map.copyOf(checks);
  }
}
