package dev.twinlens.backup;

/** What can be left to do for one object version. */
enum BackupAction {
  /** Neither it nor a newer version has been copied. */
  COPY
}
