package dev.twinlens.audit;

import dev.twinlens.domain.events.ObjectEvent;
import dev.twinlens.domain.events.S3Notifications;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Sends events to the queues again, as the uploads topic delivers them. */
final class Requeue {
  private final SqsClient sqs;
  private final AuditSettings.Queues queues;

  Requeue(SqsClient sqs, AuditSettings.Queues queues) {
    this.sqs = sqs;
    this.queues = queues;
  }

  void toClassify(ObjectEvent event) {
    send(queues.classify(), event);
  }

  void toBackup(ObjectEvent event) {
    send(queues.backup(), event);
  }

  void toThumbnail(ObjectEvent event) {
    send(queues.thumbnail(), event);
  }

  private void send(String queue, ObjectEvent event) {
    sqs.sendMessage(request -> request.queueUrl(queue).messageBody(S3Notifications.message(event)));
  }
}
