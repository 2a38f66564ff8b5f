package dev.twinlens.infra.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.infra.WholeStack;
import dev.twinlens.infra.graph.FakeClouds;
import dev.twinlens.infra.graph.RecordedResource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UploadNotificationTest {
  private static final RecordedResource NOTIFICATION =
      WholeStack.CLOUDFRONT
          .recorded()
          .resource("aws:s3/bucketNotification:BucketNotification", "uploads-notification");

  @Test
  void publishesEachVersionThatIsCreatedOrRemoved() {
    assertThat(NOTIFICATION.inputs())
        .isEqualTo(
            Map.of(
                "bucket",
                "store-images-1a2b3c4",
                "topics",
                List.of(
                    Map.of(
                        "id",
                        "uploads",
                        "topicArn",
                        FakeClouds.arn("sns", "uploads-1a2b3c4"),
                        "events",
                        List.of(
                            "s3:ObjectCreated:*",
                            "s3:ObjectRemoved:*",
                            "s3:LifecycleExpiration:*")))));
  }

  /** The provider does not try again when the topic's policy does not admit S3's test event yet. */
  @Test
  void comesAfterTheTopicsPolicyAndEveryConsumer() {
    assertThat(NOTIFICATION.dependencyNames())
        .contains(
            "uploads-policy",
            "classify-subscription",
            "classify-mapping",
            "backup-subscription",
            "backup-mapping",
            "thumbnail-subscription",
            "thumbnail-mapping");
  }
}
