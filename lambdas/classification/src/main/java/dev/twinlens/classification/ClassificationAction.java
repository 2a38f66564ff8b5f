package dev.twinlens.classification;

/** What can be left to do for one object version. */
enum ClassificationAction {
  /** It has no labels yet. */
  CLASSIFY,
  /** Its labels are written, but the worker ended before it published the notification. */
  NOTIFY
}
