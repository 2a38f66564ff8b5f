package dev.twinlens.classification;

import dev.twinlens.domain.catalog.Attributes;
import dev.twinlens.domain.catalog.ReceivedImage;
import dev.twinlens.domain.catalog.RestoredUpload;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.claims.Claim;
import dev.twinlens.domain.claims.Job;
import dev.twinlens.domain.events.Sequencer;
import dev.twinlens.domain.images.Inspection;
import dev.twinlens.domain.storage.StoredImage;
import dev.twinlens.runtime.logging.Log;

/** Labels or rejects one version, by what the inspection of its bytes found. */
record Classification(
    StoredImage image, Inspection inspection, Sequencer sequencer, Labeller labeller, Log log)
    implements Job {

  /** The row describes this version from the claim on; it may have been a tombstone before. */
  @Override
  public void describe(RowUpdate claim, SummaryRow row) {
    ReceivedImage.write(claim, RestoredUpload.firstUpload(row, described()));
    claim
        .set(Attributes.SEQUENCER, sequencer.value())
        .remove(Attributes.LABELS)
        .remove(Attributes.RESULT_KEY)
        .remove(Attributes.ERROR)
        .remove(Attributes.NOTIFIED_AT)
        .remove(Attributes.DELETED_AT)
        .remove(Attributes.DESTROYED)
        .remove(Attributes.EXPIRES_AT);
  }

  @Override
  public void run(Claim claim) {
    switch (inspection) {
      case Inspection.Accepted accepted ->
          labeller.label(claim, RestoredUpload.firstUpload(claim.row(), image), log);
      case Inspection.Rejected(Inspection.Flaw flaw, String reason) ->
          labeller.reject(claim, reason, log);
    }
  }

  /** With the type that the bytes show, or the declared one when they show none. */
  private StoredImage described() {
    return switch (inspection) {
      case Inspection.Accepted accepted -> image.withContentType(accepted.type().mediaType());
      case Inspection.Rejected rejected -> image;
    };
  }
}
