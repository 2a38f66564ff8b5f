package dev.twinlens.runtime.sqs;

import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.LateTask;
import dev.twinlens.domain.late.LateImages;
import dev.twinlens.domain.storage.ImageBucket;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.aws.AwsFailures;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.logging.Log;
import dev.twinlens.testing.TestStack;
import java.time.Clock;
import java.util.function.Consumer;

/** A consumer of the images bucket's events on a stack's queue and table. */
record BatchRig(SqsBatch batch) {
  BatchRig(TestStack stack, Consumer<String> lines, SqsBatch.RecordHandler handler) {
    this(
        new SqsBatch(
            new SqsBatch.Consumer(stack.images().name(), handler, late(stack), AwsFailures::reason),
            ConsumerQueue.of(new Environment(stack.environment()), new AwsClients(stack.faults())),
            Log.to("test", lines),
            Clock.systemUTC()));
  }

  private static LateImages late(TestStack stack) {
    return new LateImages(
        LateTask.COPY,
        new ImageTable(stack.functionDynamoDb(), stack.table().name()),
        new ImageBucket(stack.functionS3(), stack.images().name()),
        Clock.systemUTC());
  }
}
