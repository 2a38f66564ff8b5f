package dev.twinlens.local.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sns.model.Subscription;

/**
 * A data directory of an earlier version, which used H2 2.2.224, must stay readable: its objects,
 * topics and unread messages. H2 stores both the state of the services and the messages of SQS.
 */
class FormerDataTest {
  @TempDir private Path data;

  @Test
  void readsTheDataOfAnEarlierVersion() throws Exception {
    unpack("/data-of-h2-2.2.224.zip");

    try (AwsServices services = AwsServices.start(AwsServices.Options.in(data))) {
      Clients clients = new Clients(services);
      assertThat(
              clients.s3().getObjectAsBytes(g -> g.bucket("images-x").key("k ü😀")).asUtf8String())
          .isEqualTo("photo");
      assertThat(clients.s3().getObjectTagging(g -> g.bucket("images-x").key("k ü😀")).tagSet())
          .isEmpty();
      assertThat(clients.sns().listSubscriptions().subscriptions())
          .extracting(Subscription::endpoint)
          .containsExactly("arn:aws:sqs:us-east-1:000000000000:classify-x");
      Pipeline pipeline = new Pipeline(clients, "x");
      assertThat(pipeline.take())
          .hasSize(2)
          .contains("unread ü😀")
          .anyMatch(body -> body.contains("ObjectCreated:Put"));

      pipeline.s3.copyObject(
          copy ->
              copy.sourceBucket("images-x")
                  .sourceKey("k ü😀")
                  .destinationBucket("images-x")
                  .destinationKey("copy"));

      assertThat(pipeline.takeRecords()).hasSize(1);
    }
  }

  private void unpack(String resource) throws Exception {
    try (InputStream archive = FormerDataTest.class.getResourceAsStream(resource);
        ZipInputStream zip = new ZipInputStream(archive)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = data.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(zip, file);
      }
    }
  }
}
