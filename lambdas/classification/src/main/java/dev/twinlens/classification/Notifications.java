package dev.twinlens.classification;

import software.amazon.awssdk.services.sns.SnsClient;

/** Publishes to the notifications topic. */
final class Notifications {
  private final SnsClient sns;
  private final String topicArn;

  Notifications(SnsClient sns, String topicArn) {
    this.sns = sns;
    this.topicArn = topicArn;
  }

  void publish(Notification notification) {
    sns.publish(
        request ->
            request
                .topicArn(topicArn)
                .subject(notification.subject())
                .message(notification.message()));
  }
}
