package dev.twinlens.domain.claims;

/**
 * What is done with a key by one worker at a time. Each work has a claim of its own on the summary
 * row, so that works of different kinds go on side by side.
 */
public enum Work {
  CLASSIFICATION("ClaimedBy", "ClaimExpiresAt"),
  BACKUP("BackupClaimedBy", "BackupClaimExpiresAt"),
  THUMBNAIL("ThumbnailClaimedBy", "ThumbnailClaimExpiresAt");

  private final String claimedBy;
  private final String claimExpiresAt;

  Work(String claimedBy, String claimExpiresAt) {
    this.claimedBy = claimedBy;
    this.claimExpiresAt = claimExpiresAt;
  }

  /** The attribute with the owner of the claim's lease. */
  public String claimedBy() {
    return claimedBy;
  }

  /** The attribute with the end of the claim's lease. */
  public String claimExpiresAt() {
    return claimExpiresAt;
  }
}
