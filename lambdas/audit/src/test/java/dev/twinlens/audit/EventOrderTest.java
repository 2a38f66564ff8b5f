package dev.twinlens.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.events.Sequencer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

final class EventOrderTest {
  private static final Sequencer KNOWN = new Sequencer("0055AED6DCD90281E5");

  @Test
  void followsDirectlyOnTheKnownEvent() {
    Sequencer next = EventOrder.after(Optional.of(KNOWN), 1);

    assertThat(next.isNewerThan(KNOWN)).isTrue();
    assertThat(next.isNewerThan(new Sequencer("0055AED6DCD90281E6"))).isFalse();
    assertThat(EventOrder.after(Optional.of(KNOWN), 2).isNewerThan(next)).isTrue();
  }

  @Test
  void isOlderThanEveryEventWhereNoneIsKnown() {
    Sequencer first = EventOrder.after(Optional.empty(), 1);

    assertThat(first.isNewerThan(Sequencer.NONE)).isTrue();
    assertThat(KNOWN.isNewerThan(first)).isTrue();
  }

  @Test
  void findsTheNewestOfARow() {
    SummaryRow row =
        SummaryRow.of(
            Map.of(
                "ImageName", AttributeValue.fromS("a"),
                "Sequencer", AttributeValue.fromS("01"),
                "Thumbnail",
                    AttributeValue.fromM(
                        Map.of(
                            "Key", AttributeValue.fromS("t"),
                            "VersionId", AttributeValue.fromS("v2"),
                            "At", AttributeValue.fromS("2026-11-30T12:00:00.000Z"),
                            "Sequencer", AttributeValue.fromS("02")))));

    assertThat(EventOrder.newest(row)).contains(new Sequencer("02"));
    assertThat(EventOrder.newest(SummaryRow.empty("a"))).isEmpty();
  }
}
