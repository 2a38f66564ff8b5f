package dev.twinlens.infra.monitoring;

/**
 * Something that a person must act on.
 *
 * @param name its name within the stack
 * @param problem what is wrong: a sentence
 * @param consequence what it means for photos: a sentence
 * @param runbookEntry the anchor of its entry in {@code docs/operations.md}
 * @param metric what is watched
 * @param condition when it is raised
 */
record Alarm(
    String name,
    String problem,
    String consequence,
    String runbookEntry,
    Metric metric,
    Condition condition) {
  String description() {
    return "%s %s Runbook: docs/operations.md#%s".formatted(problem, consequence, runbookEntry);
  }
}
