package dev.twinlens.classification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.domain.catalog.Status;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.claims.Progress;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.events.Sequencer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

final class ClassificationProgressTest {
  private static final Progress<ClassificationAction> CLASSIFY =
      new Progress.Open<>(ClassificationAction.CLASSIFY);
  private static final Progress<ClassificationAction> NOTIFY =
      new Progress.Open<>(ClassificationAction.NOTIFY);
  private static final Progress<ClassificationAction> LABELLED =
      new Progress.Finished<>("already labelled");
  private static final Progress<ClassificationAction> REJECTED =
      new Progress.Finished<>("already rejected");
  private static final Progress<ClassificationAction> SUPERSEDED =
      new Progress.Finished<>("a newer version replaced it");

  private static final String NO_SEQUENCER = "";
  private static final boolean NOTIFIED = true;

  @Test
  void classifiesAnUnknownKey() {
    assertThat(of(SummaryRow.of(Map.of("ImageName", text("key"))), "v1", "01")).isEqualTo(CLASSIFY);
  }

  @Test
  void isFinishedWithALabelledOrRejectedVersion() {
    assertThat(of(row("v1", "01", Status.LABELLED, NOTIFIED), "v1", "01")).isEqualTo(LABELLED);
    assertThat(of(row("v1", "01", Status.REJECTED, !NOTIFIED), "v1", "01")).isEqualTo(REJECTED);
  }

  @Test
  void isFinishedWithAVersionThatUploadImageHasLabelled() {
    assertThat(of(row("v1", NO_SEQUENCER, Status.LABELLED, NOTIFIED), "v1", "01"))
        .isEqualTo(LABELLED);
  }

  @Test
  void classifiesAVersionThatIsOnlyReceived() {
    assertThat(of(row("v1", "01", Status.RECEIVED, !NOTIFIED), "v1", "01")).isEqualTo(CLASSIFY);
    assertThat(of(row("v1", NO_SEQUENCER, Status.RECEIVED, !NOTIFIED), "v1", "01"))
        .isEqualTo(CLASSIFY);
  }

  @Test
  void onlyNotifiesWhenTheLabelsAreWritten() {
    assertThat(of(row("v1", "01", Status.LABELLED, !NOTIFIED), "v1", "01")).isEqualTo(NOTIFY);
    assertThat(of(row("v1", NO_SEQUENCER, Status.LABELLED, !NOTIFIED), "v1", "01"))
        .isEqualTo(NOTIFY);
  }

  @Test
  void classifiesANewerVersion() {
    assertThat(of(row("v1", "01", Status.LABELLED, NOTIFIED), "v2", "02")).isEqualTo(CLASSIFY);
    assertThat(of(row("v1", "01", Status.REJECTED, !NOTIFIED), "v2", "02")).isEqualTo(CLASSIFY);
    assertThat(of(row("v1", "01", Status.RECEIVED, !NOTIFIED), "v2", "02")).isEqualTo(CLASSIFY);
  }

  @Test
  void isFinishedWithAnOlderVersion() {
    assertThat(of(row("v2", "02", Status.LABELLED, NOTIFIED), "v1", "01")).isEqualTo(SUPERSEDED);
    assertThat(of(row("v2", "02", Status.RECEIVED, !NOTIFIED), "v1", "01")).isEqualTo(SUPERSEDED);
  }

  @Test
  void isFinishedWithAnotherVersionOfEqualSequencer() {
    assertThat(of(row("v2", "01", Status.LABELLED, NOTIFIED), "v1", "0100")).isEqualTo(SUPERSEDED);
  }

  @Test
  void tellsVersionsOfAnUnversionedBucketApartByTheirSequencer() {
    String none = ObjectCreated.NO_VERSION;
    assertThat(of(row(none, "01", Status.LABELLED, NOTIFIED), none, "01")).isEqualTo(LABELLED);
    assertThat(of(row(none, "01", Status.LABELLED, NOTIFIED), none, "02")).isEqualTo(CLASSIFY);
    assertThat(of(row(none, "02", Status.RECEIVED, !NOTIFIED), none, "01")).isEqualTo(SUPERSEDED);
  }

  private static Progress<ClassificationAction> of(
      SummaryRow row, String versionId, String sequencer) {
    ObjectCreated version =
        new ObjectCreated("bucket", "key", versionId, new Sequencer(sequencer), 1, Instant.EPOCH);
    return ClassificationProgress.of(row, version);
  }

  private static SummaryRow row(
      String versionId, String sequencer, Status status, boolean notified) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("ImageName", text("key"));
    item.put("VersionId", text(versionId));
    item.put("Status", text(status.text()));
    if (!sequencer.isEmpty()) {
      item.put("Sequencer", text(sequencer));
    }
    if (notified) {
      item.put("NotifiedAt", text("2026-11-21T08:00:00.000Z"));
    }
    return SummaryRow.of(item);
  }

  private static AttributeValue text(String text) {
    return AttributeValue.fromS(text);
  }
}
