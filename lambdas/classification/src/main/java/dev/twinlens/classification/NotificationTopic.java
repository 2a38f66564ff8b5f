package dev.twinlens.classification;

import dev.twinlens.domain.catalog.Label;
import dev.twinlens.domain.storage.StoredImage;
import java.util.List;
import software.amazon.awssdk.services.sns.SnsClient;

/** Publishes to the notifications topic. */
final class NotificationTopic {
  private final SnsClient sns;
  private final String topicArn;
  private final String bucket;

  /**
   * The notifications topic.
   *
   * @param bucket of the images that it announces
   */
  NotificationTopic(SnsClient sns, String topicArn, String bucket) {
    this.sns = sns;
    this.topicArn = topicArn;
    this.bucket = bucket;
  }

  void publish(StoredImage image, List<Label> labels) {
    Notification notification = Notification.of(image, bucket, labels);
    sns.publish(
        request ->
            request
                .topicArn(topicArn)
                .subject(notification.subject())
                .message(notification.message()));
  }
}
