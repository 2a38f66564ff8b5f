package dev.twinlens.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.twinlens.domain.catalog.ThumbnailRefusal;
import dev.twinlens.domain.events.MalformedMessageException;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.events.ObjectEvent;
import dev.twinlens.domain.events.ObjectRemoved;
import dev.twinlens.domain.events.S3Notifications;
import dev.twinlens.domain.events.Sequencer;
import dev.twinlens.testing.StoredVersion;
import dev.twinlens.testing.TestQueue;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the audit finds of images, and where it sends their events. */
final class ImagesAuditTest {
  private final AuditRig rig = new AuditRig();

  @Test
  void queuesAnImageAgainWhoseLabelsAreLost() throws MalformedMessageException {
    StoredVersion version = rig.copied("unlabelled");

    rig.audit();

    assertThat(next(rig.classify()))
        .isInstanceOfSatisfying(
            ObjectCreated.class,
            event -> {
              assertThat(event.key()).isEqualTo("unlabelled");
              assertThat(event.versionId()).isEqualTo(version.versionId());
              assertThat(event.sequencer().value()).isEqualTo(AuditRig.SEQUENCER);
              assertThat(event.size()).isEqualTo(1000);
            });
  }

  @Test
  void waitsAnHourForLabels() {
    rig.copied("new");
    rig.clock().advance(Duration.ofMinutes(50));

    rig.invoke(Duration.ofMinutes(15));

    assertThat(rig.classify().isEmpty()).isTrue();
  }

  @Test
  void queuesAnImageAgainWhoseThumbnailIsLost() throws MalformedMessageException {
    StoredVersion version = rig.copied("labelled");
    rig.stack().table().set("labelled", "Status", "labelled");

    rig.audit();

    assertThat(rig.classify().isEmpty()).isTrue();
    assertThat(next(rig.thumbnail()).versionId()).isEqualTo(version.versionId());
  }

  @Test
  void leavesAnImageAloneThatCanNeverHaveAThumbnail() {
    StoredVersion version = rig.copied("damaged");
    rig.stack().table().set("damaged", "Status", "labelled");
    ThumbnailRefusal refusal =
        new ThumbnailRefusal(
            version.versionId(), new Sequencer(AuditRig.SEQUENCER), "The file is damaged.");
    rig.stack().table().set("damaged", "Thumbnail", refusal.attribute());

    rig.audit();

    assertThat(rig.thumbnail().isEmpty()).isTrue();
  }

  @Test
  void leavesARejectedFileAlone() {
    rig.copied("rejected");
    rig.stack().table().set("rejected", "Status", "rejected");

    rig.audit();

    assertThat(rig.classify().isEmpty()).isTrue();
    assertThat(rig.thumbnail().isEmpty()).isTrue();
  }

  @Test
  void queuesARemovalAgainOfAnImageWhoseObjectIsGone() throws MalformedMessageException {
    StoredVersion version = rig.copied("ghost");
    rig.copied("ghost-2");
    rig.stack().table().set("ghost", "Status", "labelled");
    rig.stack().images().delete("ghost");

    rig.audit();

    assertThat(next(rig.classify(), "ghost"))
        .isInstanceOfSatisfying(
            ObjectRemoved.class,
            event -> {
              assertThat(event.versionId()).isEqualTo(version.versionId());
              assertThat(event.sequencer().value()).isEqualTo(AuditRig.SEQUENCER);
            });
    assertThat(rig.lines()).anySatisfy(line -> assertThat(line).contains("\"withoutObject\":1"));
  }

  /** An event of this key; those of others are passed over. */
  private static ObjectEvent next(TestQueue queue, String key) throws MalformedMessageException {
    ObjectEvent event = next(queue);
    return event.key().equals(key) ? event : next(queue, key);
  }

  private static ObjectEvent next(TestQueue queue) throws MalformedMessageException {
    SQSEvent event = queue.next();
    return S3Notifications.parse(event.getRecords().get(0).getBody()).get(0);
  }
}
