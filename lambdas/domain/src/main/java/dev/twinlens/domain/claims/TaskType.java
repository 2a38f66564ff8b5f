package dev.twinlens.domain.claims;

import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.catalog.Timestamps;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A kind of task that one worker at a time does for a key. Each has a claim of its own on the
 * summary row, so that tasks of different types run side by side.
 */
public enum TaskType {
  CLASSIFICATION("ClaimedBy", "ClaimExpiresAt"),
  THUMBNAIL("ThumbnailClaimedBy", "ThumbnailClaimExpiresAt");

  private final String claimedBy;
  private final String claimExpiresAt;

  TaskType(String claimedBy, String claimExpiresAt) {
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

  List<String> attributes() {
    return List.of(claimedBy, claimExpiresAt);
  }

  RowUpdate claim(RowUpdate update, Lease lease) {
    return update
        .set(claimedBy, lease.owner())
        .set(claimExpiresAt, Timestamps.time(lease.expiresAt()));
  }

  RowUpdate release(RowUpdate update) {
    return update.remove(claimedBy).remove(claimExpiresAt);
  }

  /** Only while the lease's owner holds the claim. */
  RowUpdate whenClaimed(RowUpdate update, Lease lease) {
    return update.whenEquals(claimedBy, AttributeValue.fromS(lease.owner()));
  }
}
