package dev.twinlens.operations.erasure;

import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobStorageException;
import dev.twinlens.domain.copies.CopyName;
import dev.twinlens.operations.OperationFailure;
import dev.twinlens.operations.copies.CopyBlob;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Deletes copies. */
final class CopyEraser {
  /** Azure's status for a blob that a retention policy or a legal hold keeps. */
  private static final int CONFLICT = 409;

  private final BlobContainerClient container;
  private final Optional<Integer> immutabilityDays;
  private final Proof proof;

  /**
   * For any number of keys.
   *
   * @param immutabilityDays how long the container keeps each blob; empty when it is not known
   */
  CopyEraser(BlobContainerClient container, Optional<Integer> immutabilityDays, Proof proof) {
    this.container = container;
    this.immutabilityDays = immutabilityDays;
    this.proof = proof;
  }

  /**
   * Deletes the copies of one key, the one that was made last first: while Azure keeps one, it
   * keeps that one, and then nothing is deleted. A version's second blob is older than its copy.
   */
  void erase(List<CopyBlob> copies) {
    for (CopyBlob copy : madeLastFirst(copies)) {
      delete(copy);
      if (copy.hasSecondBlob()) {
        String attributes = CopyName.attributesOf(copy.name());
        container.getBlobClient(attributes).deleteIfExists();
        proof.removed("copied metadata", "blob", attributes);
      }
    }
  }

  /** An older version's copy may be the later one: it was late, or it is a repair. */
  private List<CopyBlob> madeLastFirst(List<CopyBlob> copies) {
    if (copies.size() < 2) {
      return copies;
    }
    Map<CopyBlob, OffsetDateTime> made =
        copies.stream().collect(Collectors.toMap(copy -> copy, this::creationTime));
    Comparator<CopyBlob> byCreation = Comparator.comparing(made::get);
    return copies.stream()
        .sorted(byCreation.reversed().thenComparing(CopyBlob.NEWEST_FIRST))
        .toList();
  }

  private OffsetDateTime creationTime(CopyBlob copy) {
    return container.getBlobClient(copy.name()).getProperties().getCreationTime();
  }

  private void delete(CopyBlob copy) {
    BlobClient blob = container.getBlobClient(copy.name());
    try {
      blob.deleteIfExists();
    } catch (BlobStorageException e) {
      if (e.getStatusCode() != CONFLICT) {
        throw e;
      }
      throw new OperationFailure(
          "Azure keeps "
              + copy.name()
              + " "
              + until(creationTime(copy))
              + ", and nothing of its photo was removed. Run the command again after that.",
          e);
    }
    proof.removed(
        "copy",
        "blob",
        copy.name(),
        "key",
        copy.key(),
        "versionId",
        copy.version().versionId(),
        "sha256",
        copy.version().sha256());
  }

  private String until(OffsetDateTime created) {
    return immutabilityDays
        .map(days -> "until " + created.plusDays(days).toInstant())
        .orElse(
            "until its retention period, which began at " + created.toInstant() + ", has passed");
  }
}
