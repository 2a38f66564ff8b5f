package dev.twinlens.infra.settings;

/** An access tier of Azure Blob Storage, from the highest storage cost to the highest read cost. */
public enum BackupTier {
  HOT,
  COOL,
  COLD
}
