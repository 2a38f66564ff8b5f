package dev.twinlens.infra.pipeline;

import com.pulumi.aws.s3.BucketNotification;
import com.pulumi.aws.s3.BucketNotificationArgs;
import com.pulumi.aws.s3.inputs.BucketNotificationTopicArgs;
import com.pulumi.core.Alias;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import dev.twinlens.infra.storage.PrivateBucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Has a bucket publish an event of each version that is created in it, or removed from it. Creates
 * the bucket's notification.
 *
 * <p>S3 publishes a test event and fails if the topic's policy does not admit it yet. A policy of a
 * topic can take some time to spread, and the provider does not try again. So the notification
 * comes after the consumers, whose mappings take longer than that. It also means that no event is
 * published before every queue has its subscription.
 */
public final class UploadNotification extends ComponentResource {

  /**
   * What a caller decides.
   *
   * @param bucket the bucket
   * @param events where its events go
   * @param consumers all that consume the events
   */
  public record Args(PrivateBucket bucket, UploadEvents events, List<QueueConsumer> consumers) {}

  public UploadNotification(String name, Args args, ComponentResourceOptions options) {
    super("twinlens:infra:UploadNotification", name, options);
    var settled = new ArrayList<Resource>(args.consumers());
    settled.add(args.events());
    new BucketNotification(
        name,
        BucketNotificationArgs.builder()
            .bucket(args.bucket().bucketName())
            .topics(
                BucketNotificationTopicArgs.builder()
                    .id("uploads")
                    .topicArn(args.events().topicArn())
                    .events("s3:ObjectCreated:*", "s3:ObjectRemoved:*", "s3:LifecycleExpiration:*")
                    .build())
            .build(),
        CustomResourceOptions.builder()
            .parent(this)
            .dependsOn(settled)
            // The topic's component used to create it.
            .aliases(Alias.builder().parent(args.events()).build())
            .build());
    registerOutputs(Map.of());
  }
}
