package dev.twinlens.audit;

import dev.twinlens.domain.catalog.Backup;
import dev.twinlens.domain.catalog.CopyRow;
import dev.twinlens.domain.catalog.Late;
import dev.twinlens.domain.catalog.LateTask;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.catalog.Thumbnail;
import dev.twinlens.domain.events.Sequencer;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The order of an event that is sent again. S3 gives a sequencer in events only. Where a row has
 * that of the version, the event gets the same. Where none has, it gets one that follows directly
 * on the newest that is known of an older event, so that it is older than all that S3 has given or
 * will give to a newer one: {@code 0055AED601} is before {@code 0055AED7} and before {@code
 * 0055AED6DC}.
 */
final class EventOrder {
  /** Before every sequencer of S3, whose first sixteen digits are a time and are never all zero. */
  private static final Sequencer OLDEST = new Sequencer("0000000000000000");

  private EventOrder() {}

  /** The sequencer that a row has of a version. */
  static Optional<Sequencer> of(String versionId, SummaryRow summary, CopyRow copy) {
    Stream<Optional<Sequencer>> known =
        Stream.concat(
            Stream.of(
                summary.versionId().filter(versionId::equals).map(own -> summary.sequencer()),
                summary.lastBackupOf(versionId).map(Backup::sequencer),
                summary
                    .lastThumbnail()
                    .filter(thumbnail -> thumbnail.versionId().equals(versionId))
                    .map(Thumbnail::sequencer),
                copy.backup().map(Backup::sequencer)),
            late(summary).filter(late -> late.versionId().equals(versionId)).map(EventOrder::of));
    return newest(known);
  }

  /** The newest sequencer that the summary row has of any event. */
  static Optional<Sequencer> newest(SummaryRow summary) {
    return newest(
        Stream.concat(
            Stream.of(
                Optional.of(summary.sequencer()),
                summary.lastBackup().map(Backup::sequencer),
                summary.lastThumbnail().map(Thumbnail::sequencer)),
            late(summary).map(EventOrder::of)));
  }

  /**
   * A sequencer of an event that came after this one, and before all that came later.
   *
   * @param distance how many events later, 1 and more
   */
  static Sequencer after(Optional<Sequencer> known, int distance) {
    return new Sequencer(known.orElse(OLDEST).value() + "%04X".formatted(distance));
  }

  private static Stream<Late> late(SummaryRow summary) {
    return Stream.of(LateTask.values()).flatMap(task -> summary.lastLate(task).stream());
  }

  private static Optional<Sequencer> of(Late late) {
    return Optional.of(late.sequencer());
  }

  private static Optional<Sequencer> newest(Stream<Optional<Sequencer>> known) {
    return known
        .flatMap(Optional::stream)
        .filter(sequencer -> !sequencer.isNone())
        .max(Sequencer::compareTo);
  }
}
