package dev.twinlens.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobProperties;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.storage.ImageBucket;
import dev.twinlens.local.azure.Azurite;
import dev.twinlens.local.testing.Photos;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.logging.Log;
import dev.twinlens.testing.Answers;
import dev.twinlens.testing.ConsumerTester;
import dev.twinlens.testing.S3Events;
import dev.twinlens.testing.TestStack;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

final class BackupHandlerTest {

  @TempDir private static Path data;
  private static TestStack stack;
  private static Azurite azurite;

  private final String containerName = "originals-" + UUID.randomUUID();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private BlobContainerClient container;
  private ConsumerTester consumer;

  @BeforeAll
  static void start() throws IOException {
    stack = TestStack.create();
    azurite =
        Azurite.start(
            Files.createDirectories(data.resolve("azurite")),
            0,
            "twinlens",
            Base64.getEncoder()
                .encodeToString("a key of this test".getBytes(StandardCharsets.UTF_8)));
  }

  @AfterAll
  static void stop() {
    azurite.close();
  }

  @BeforeEach
  void create() {
    stack.resetFaults();
    container =
        new BlobServiceClientBuilder()
            .connectionString(azurite.connectionString())
            .httpClient(new JdkHttpClientBuilder().build())
            .serviceVersion(Azurite.SERVICE_VERSION)
            .buildClient()
            .createBlobContainer(containerName);
    consumer = consumer(containerUrl(), sas("cw"));
  }

  @Test
  void copiesByteForByteAndRecordsIt() {
    byte[] photo = Photos.read("cat-and-cup.jpg");
    ObjectCreated created = stored("2026-11-21/x/cat-and-cup.jpg", photo);

    assertThat(consumer.failures(created)).isEmpty();

    assertThat(content(created.key())).isEqualTo(photo);
    BlobProperties properties = container.getBlobClient(created.key()).getProperties();
    assertThat(properties.getContentType()).isEqualTo("image/jpeg");
    assertThat(properties.getContentMd5()).isEqualTo(digest("MD5", photo));
    assertThat(properties.getMetadata())
        .containsEntry("sha256", base64(digest("SHA-256", photo)))
        .containsEntry("sourceversion", created.versionId())
        .containsEntry("sequencer", S3Events.SEQUENCER)
        .doesNotContainKey("sourcekey");
    Map<String, AttributeValue> backup = stack.summary(created.key()).get("Backup").m();
    assertThat(backup.get("Url").s()).isEqualTo(containerUrl() + "/2026-11-21/x/cat-and-cup.jpg");
    assertThat(backup.get("Md5").s()).isEqualTo(base64(digest("MD5", photo)));
    assertThat(backup.get("Sha256").s()).isEqualTo(base64(digest("SHA-256", photo)));
    assertThat(backup.get("VersionId").s()).isEqualTo(created.versionId());
    assertThat(backup.get("Sequencer").s()).isEqualTo(S3Events.SEQUENCER);
    assertThat(backup).containsKey("At");
  }

  @Test
  void makesTheRowOfAReceivedImageWhereClassifyHasNotBeen() {
    ObjectCreated created = stored("first.jpg", Photos.read("rocket.jpg"));

    assertThat(consumer.failures(created)).isEmpty();

    Map<String, AttributeValue> summary = stack.summary("first.jpg");
    assertThat(summary.get("Status").s()).isEqualTo("received");
    assertThat(summary.get("VersionId").s()).isEqualTo(created.versionId());
    assertThat(summary.get("UploadedAt").s()).isEqualTo("2026-11-21T08:00:00.123Z");
    assertThat(summary.get("Day").s()).isEqualTo("2026-11-21");
    assertThat(summary).doesNotContainKeys("Sequencer", "BackupClaimedBy", "BackupClaimExpiresAt");
    assertThat(stack.rows("*")).containsKey("*day#2026-11-21");
  }

  @Test
  void leavesAloneWhatClassifyWrote() {
    ObjectCreated created = stored("classified.jpg", Photos.read("rocket.jpg"));
    Map<String, AttributeValue> classified =
        Map.of(
            "ImageName", text("classified.jpg"),
            "Label", text("*"),
            "Status", text("rejected"),
            "Error", text("because"),
            "VersionId", text(created.versionId()),
            "Sequencer", text(S3Events.SEQUENCER),
            "ContentType", text("image/jpeg"),
            "UploadedAt", text("2026-11-20T00:00:00.000Z"),
            "Day", text("2026-11-20"),
            "ClaimedBy", text("somebody"));
    stack.dynamoDb().putItem(request -> request.tableName(stack.table()).item(classified));

    assertThat(consumer.failures(created)).isEmpty();

    assertThat(stack.summary("classified.jpg"))
        .containsAllEntriesOf(classified)
        .containsKey("Backup");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 4 * 1024 * 1024 - 1, 4 * 1024 * 1024, 4 * 1024 * 1024 + 1, 13 * 1024 * 1024})
  void copiesFilesOfAnySize(int size) {
    byte[] bytes = random(size);
    ObjectCreated created = stored("size-" + size, bytes);

    assertThat(consumer.failures(created)).isEmpty();

    assertThat(content(created.key())).isEqualTo(bytes);
    assertThat(container.getBlobClient(created.key()).getProperties().getContentMd5())
        .isEqualTo(digest("MD5", bytes));
  }

  @Test
  void copiesWhatWasUploadedInParts() {
    byte[] first = random(5 * 1024 * 1024);
    byte[] second = random(1024);
    String upload =
        stack
            .s3()
            .createMultipartUpload(request -> request.bucket(stack.imagesBucket()).key("parts"))
            .uploadId();
    List<CompletedPart> parts = List.of(part(upload, 1, first), part(upload, 2, second));
    String version =
        stack
            .s3()
            .completeMultipartUpload(
                request ->
                    request
                        .bucket(stack.imagesBucket())
                        .key("parts")
                        .uploadId(upload)
                        .multipartUpload(completed -> completed.parts(parts)))
            .versionId();

    assertThat(
            consumer.failures(
                event("parts", version, S3Events.SEQUENCER, first.length + second.length)))
        .isEmpty();

    assertThat(content("parts")).isEqualTo(Photos.followedBy(first, second));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b/c d.png",
        "1+1=2.png",
        "100%.png",
        "%20%2F%252F.png",
        "😀/猫 ü.png",
        "a&b?c#d;e.png",
        "quote\"'<>|.png",
        ".hidden/..x.png",
        " leading",
        "*"
      })
  void namesTheBlobAsTheObject(String key) {
    byte[] bytes = random(100);
    stack.put(key, bytes, "image/png");

    assertThat(consumer.failures(stack.uploadEvent(key))).isEmpty();

    assertThat(names()).containsExactly(key);
    assertThat(content(key)).isEqualTo(bytes);
    URI url = URI.create(stack.summary(key).get("Backup").m().get("Url").s());
    assertThat(url.getPath()).isEqualTo(URI.create(containerUrl()).getPath() + "/" + key);
  }

  @Test
  void copiesAnObjectWithAKeyOf1024Bytes() {
    String key =
        (String.join("/", Collections.nCopies(8, "k".repeat(127))) + "/").substring(0, 1020) + "😀";
    stack.put(key, random(10), "image/png");

    assertThat(consumer.failures(stack.uploadEvent(key))).isEmpty();

    assertThat(names()).containsExactly(key);
  }

  @Test
  void keepsKeysApartThatAzureWouldConfuse() {
    List<String> keys = List.of("d/./a", "d/a", "d//a", "d/a.", "d\\a", "d/a ", "d/x/../a", "/d/a");
    for (String key : keys) {
      stack.put(key, Photos.text("content of " + key), "text/plain");
      assertThat(consumer.failures(stack.uploadEvent(key))).as(key).isEmpty();
    }

    assertThat(names()).hasSize(keys.size()).contains("d/a");
    for (String key : keys) {
      BlobName name = BlobName.of(key);
      assertThat(content(name.value())).isEqualTo(Photos.text("content of " + key));
      if (!name.isLiteral()) {
        String sourceKey =
            container.getBlobClient(name.value()).getProperties().getMetadata().get("sourcekey");
        assertThat(URLDecoder.decode(sourceKey, StandardCharsets.UTF_8)).isEqualTo(key);
      }
    }
  }

  @Test
  void doesNotCopyAgainWhenTheEventComesAgain() {
    ObjectCreated created = stored("again.jpg", random(100));
    assertThat(consumer.failures(created)).isEmpty();
    Map<String, AttributeValue> summary = stack.summary("again.jpg");
    container.getBlobClient("again.jpg").delete();

    assertThat(consumer.failures(created)).isEmpty();

    assertThat(names()).isEmpty();
    assertThat(stack.summary("again.jpg")).isEqualTo(summary);
  }

  @Test
  void overwritesTheCopyOfAnOlderVersionButNeverThatOfANewer() {
    byte[] old = random(100);
    byte[] young = random(5 * 1024 * 1024);
    ObjectCreated first = stored("versions.jpg", old, "01");
    ObjectCreated second = stored("versions.jpg", young, "0100001");

    assertThat(consumer.failures(first)).isEmpty();
    assertThat(content("versions.jpg")).isEqualTo(old);
    assertThat(consumer.failures(second)).isEmpty();
    assertThat(content("versions.jpg")).isEqualTo(young);
    assertThat(consumer.failures(first)).isEmpty();
    assertThat(content("versions.jpg")).isEqualTo(young);
    assertThat(stack.summary("versions.jpg").get("Backup").m().get("VersionId").s())
        .isEqualTo(second.versionId());
  }

  @Test
  void copiesOneVersionOfAKeyAfterTheOther() {
    ObjectCreated first = stored("race.jpg", random(100), "01");
    ObjectCreated second = stored("race.jpg", random(200), "02");
    AtomicBoolean once = new AtomicBoolean();
    List<List<String>> meanwhile = new CopyOnWriteArrayList<>();
    stack
        .faults()
        .beforeEachCall(
            () -> {
              // Once the first is claimed and open, the second comes.
              boolean claimed = stack.summary("race.jpg").containsKey("BackupClaimedBy");
              if (claimed && once.compareAndSet(false, true)) {
                meanwhile.add(consumer.failures(second));
              }
            });
    assertThat(consumer.failures(first)).isEmpty();

    assertThat(meanwhile).containsExactly(List.of("m0"));
    assertThat(consumer.failures(second)).isEmpty();
    assertThat(stack.summary("race.jpg").get("Backup").m().get("VersionId").s())
        .isEqualTo(second.versionId());
    assertThat(content("race.jpg")).hasSize(200);
  }

  @Test
  void doesNotCopyAnOldVersionWhenANewerWasCopiedInBetween() {
    ObjectCreated first = stored("overtaken.jpg", random(100), "01");
    ObjectCreated second = stored("overtaken.jpg", random(200), "02");
    AtomicBoolean once = new AtomicBoolean();
    List<List<String>> meanwhile = new CopyOnWriteArrayList<>();
    stack
        .faults()
        .beforeEachCall(
            () -> {
              List<String> calls = stack.faults().calls();
              // The first has seen that nothing is copied, and has not claimed yet.
              if (calls.get(calls.size() - 1).equals("GetObject")
                  && once.compareAndSet(false, true)) {
                meanwhile.add(consumer.failures(second));
              }
            });

    assertThat(consumer.failures(first)).isEmpty();

    assertThat(meanwhile).containsExactly(List.of());
    assertThat(content("overtaken.jpg")).hasSize(200);
    assertThat(stack.summary("overtaken.jpg").get("Backup").m().get("VersionId").s())
        .isEqualTo(second.versionId());
  }

  @Test
  void leavesTheRecordToWhoeverTookTheClaimOver() {
    ObjectCreated created = stored("taken-over.jpg", random(100));
    stack
        .faults()
        .beforeEachCall(
            () -> {
              if (stack.summary("taken-over.jpg").containsKey("BackupClaimedBy")) {
                stack.set("taken-over.jpg", "BackupClaimedBy", "another");
              }
            });

    assertThat(consumer.failures(created)).containsExactly("m0");

    assertThat(stack.summary("taken-over.jpg"))
        .doesNotContainKey("Backup")
        .containsEntry("BackupClaimedBy", text("another"));
  }

  @Test
  void endsWithTheNewestVersionInWhateverOrderManyWorkersHaveTheEvents() throws Exception {
    List<ObjectCreated> versions = new ArrayList<>();
    for (int version = 0; version < 4; version++) {
      versions.add(stored("crowd.jpg", random(1000 + version), "0" + version));
    }
    List<ObjectCreated> left = new ArrayList<>(versions);
    left.addAll(versions);
    ExecutorService workers = Executors.newFixedThreadPool(4);
    try {
      while (!left.isEmpty()) {
        Collections.shuffle(left, new Random(left.size()));
        List<ObjectCreated> round = List.copyOf(left);
        left.clear();
        List<Future<List<String>>> answers =
            workers.invokeAll(
                round.stream()
                    .<Callable<List<String>>>map(event -> () -> consumer.failures(event))
                    .toList());
        for (int i = 0; i < round.size(); i++) {
          if (!answers.get(i).get().isEmpty()) {
            left.add(round.get(i));
          }
        }
        assertThat(left).hasSizeLessThan(round.size());
      }
    } finally {
      workers.shutdown();
    }

    assertThat(content("crowd.jpg")).hasSize(1003);
    assertThat(stack.summary("crowd.jpg").get("Backup").m().get("Sequencer").s()).isEqualTo("03");
  }

  @Test
  void backsUpWhatClassifyRejects() {
    byte[] noPhoto = Photos.text("no photo");
    ObjectCreated created = stored("notes.jpg", noPhoto);

    assertThat(consumer.failures(created)).isEmpty();

    assertThat(content("notes.jpg")).isEqualTo(noPhoto);
  }

  @Test
  void completesWhateverUpdateOfTheSummaryFails() {
    for (int failing = 1; failing <= 2; failing++) {
      String key = "update-" + failing;
      ObjectCreated created = stored(key, random(100));
      AtomicInteger left = new AtomicInteger(failing);
      stack
          .faults()
          .refuse(
              request ->
                  request instanceof UpdateItemRequest update
                      && update.key().get("ImageName").s().equals(key)
                      && left.decrementAndGet() == 0);
      assertThat(consumer.failures(created)).containsExactly("m0");
      stack.faults().heal();

      assertThat(consumer.failures(created)).isEmpty();

      assertThat(stack.summary(key)).containsKey("Backup").doesNotContainKey("BackupClaimedBy");
    }
  }

  @Test
  void completesWhenS3FailsAtFirst() {
    ObjectCreated created = stored("s3-fails", random(100));
    stack.faults().refuse(GetObjectRequest.class);
    assertThat(consumer.failures(created)).containsExactly("m0");
    assertThat(stack.rows("s3-fails")).isEmpty();
    stack.faults().heal();

    assertThat(consumer.failures(created)).isEmpty();
    assertThat(names()).contains("s3-fails");
  }

  @Test
  void waitsForTheNextDeliveryWhenAzureIsNotThere() {
    ObjectCreated created = stored("no-azure", random(100));
    consumer = consumer("http://127.0.0.1:1/twinlens/" + containerName, sas("cw"));
    assertThat(consumer.failures(created)).containsExactly("m0");
    assertThat(stack.summary("no-azure")).doesNotContainKeys("Backup", "BackupClaimedBy");

    consumer = consumer(containerUrl(), sas("cw"));
    assertThat(consumer.failures(created)).isEmpty();
    assertThat(names()).contains("no-azure");
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 5 * 1024 * 1024})
  void storesNothingThatChangedOnItsWay(int size) {
    byte[] bytes = random(size);
    ObjectCreated created = stored("changed-" + size, bytes);
    try (FaultyAzure network = new FaultyAzure(azurite.blobEndpoint())) {
      consumer = consumer(network.through(containerUrl()), sas("cw"));
      network.change(
          body -> {
            byte[] changed = body.clone();
            // Not the list of blocks, which Azure would refuse for its form alone.
            if (changed[0] != '<') {
              changed[changed.length / 2]++;
            }
            return changed;
          });
      assertThat(consumer.failures(created)).containsExactly("m0");
      assertThat(names()).isEmpty();

      network.change(UnaryOperator.identity());
      assertThat(consumer.failures(created)).isEmpty();
      assertThat(content(created.key())).isEqualTo(bytes);
    }
  }

  @Test
  void triesAgainWhenAzureIsBusyForAMoment() {
    ObjectCreated created = stored("busy", random(5 * 1024 * 1024));
    try (FaultyAzure network = new FaultyAzure(azurite.blobEndpoint())) {
      consumer = consumer(network.through(containerUrl()), sas("cw"));
      network.beUnavailable(2);

      assertThat(consumer.failures(created)).isEmpty();

      assertThat(content("busy")).hasSize(5 * 1024 * 1024);
    }
  }

  @Test
  void leavesToTheNextDeliveryWhatAzureIsTooBusyFor() {
    ObjectCreated created = stored("too-busy", random(100));
    try (FaultyAzure network = new FaultyAzure(azurite.blobEndpoint())) {
      consumer = consumer(network.through(containerUrl()), sas("cw"));
      network.beUnavailable(3);

      assertThat(consumer.failures(created)).containsExactly("m0");
      assertThat(consumer.failures(created)).isEmpty();
    }
  }

  @Test
  void failsWithoutTellingTheTokenWhenItIsRefused() {
    String wrong = sas("cw").replaceFirst("sig=[^&]+", "sig=d3Jvbmc%3D");
    consumer = consumer(containerUrl(), wrong);

    assertThat(consumer.failures(stored("refused", random(100)))).containsExactly("m0");

    assertThat(lines)
        .anySatisfy(line -> assertThat(line).contains("403"))
        .noneSatisfy(line -> assertThat(line).contains("d3Jvbmc"));
  }

  @Test
  void needsNoRightToReadListOrDelete() {
    String sas = sas("cw");
    BlobContainerClient asTheFunction =
        new com.azure.storage.blob.BlobContainerClientBuilder()
            .endpoint(containerUrl())
            .sasToken(sas)
            .httpClient(new JdkHttpClientBuilder().build())
            .serviceVersion(Azurite.SERVICE_VERSION)
            .buildClient();
    assertThat(consumer.failures(stored("own-right", random(100)))).isEmpty();

    assertThatThrownBy(() -> asTheFunction.getBlobClient("own-right").downloadContent())
        .hasMessageContaining("403");
    assertThatThrownBy(() -> asTheFunction.listBlobs().forEach(BlobItem::getName))
        .hasMessageContaining("403");
    assertThatThrownBy(() -> asTheFunction.getBlobClient("own-right").delete())
        .hasMessageContaining("403");
  }

  @Test
  void isDoneWithAVersionThatIsGone() {
    ObjectCreated created = stored("gone.jpg", random(100));
    stack
        .s3()
        .deleteObject(
            request ->
                request
                    .bucket(stack.imagesBucket())
                    .key("gone.jpg")
                    .versionId(created.versionId()));

    assertThat(consumer.failures(created)).isEmpty();

    assertThat(stack.rows("gone.jpg")).isEmpty();
    assertThat(names()).isEmpty();
  }

  @Test
  void copiesNothingThatWasDeleted() {
    ObjectCreated created = stored("deleted.jpg", random(100));
    assertThat(consumer.failures(created)).isEmpty();
    container.getBlobClient("deleted.jpg").delete();
    stack.delete("deleted.jpg");
    ObjectCreated uncopied = stored("deleted-at-once.jpg", random(100));
    stack.set("deleted-at-once.jpg", "Sequencer", S3Events.SEQUENCER);
    stack.delete("deleted-at-once.jpg");

    assertThat(consumer.failures(created, uncopied)).isEmpty();

    assertThat(names()).isEmpty();
  }

  @Test
  void bringsNoImageBackThatIsDeletedMeanwhileButKeepsTheCopy() {
    ObjectCreated created = stored("meanwhile.jpg", random(100));
    stack
        .faults()
        .beforeEachCall(
            () -> {
              if (names().contains("meanwhile.jpg")) {
                stack.delete("meanwhile.jpg");
              }
            });

    assertThat(consumer.failures(created)).isEmpty();

    assertThat(stack.summary("meanwhile.jpg"))
        .containsKey("DeletedAt")
        .doesNotContainKeys("UploadedAt", "Status", "Backup", "BackupClaimedBy");
    assertThat(names()).containsExactly("meanwhile.jpg");
  }

  @Test
  void copiesWhatIsUploadedAfterADeletionAndLeavesTheRowToClassify() {
    assertThat(consumer.failures(stored("anew.jpg", random(100), "01"))).isEmpty();
    stack.set("anew.jpg", "Sequencer", "01");
    stack.delete("anew.jpg");
    ObjectCreated second = stored("anew.jpg", random(200), "02");

    assertThat(consumer.failures(second)).isEmpty();

    assertThat(content("anew.jpg")).hasSize(200);
    assertThat(stack.summary("anew.jpg").get("Backup").m().get("VersionId").s())
        .isEqualTo(second.versionId());
    assertThat(stack.summary("anew.jpg"))
        .containsKey("DeletedAt")
        .doesNotContainKeys("UploadedAt", "Status", "BackupClaimedBy");
  }

  @Test
  void reportsEachMessageOnItsOwn() {
    ObjectCreated good = stored("good.jpg", random(100));

    assertThat(consumer.failures("garbage", S3Events.message(good))).containsExactly("m0");

    assertThat(names()).containsExactly("good.jpg");
  }

  @Test
  void logsTheDaysThatTheTokenHasLeft() {
    consumer.failures("{\"Event\":\"s3:TestEvent\"}");

    assertThat(lines)
        .map(Answers::json)
        .anySatisfy(
            line ->
                assertThat(line)
                    .extractingByKey("sasDaysLeft")
                    .isInstanceOfSatisfying(
                        Double.class, days -> assertThat(days).isBetween(29.9, 30.0)));
    assertThat(lines).noneSatisfy(line -> assertThat(line).contains("sig="));
  }

  @Test
  void stopsAtItsInitialisationWhenTheTokenIsMissing() {
    assertThatThrownBy(
            () ->
                new BackupHandler(
                    new ImageBucket(stack.functionS3(), stack.imagesBucket()),
                    new ImageTable(stack.functionDynamoDb(), stack.table()),
                    new Environment(Map.of("BACKUP_CONTAINER_URL", containerUrl())),
                    Log.to("backup", lines::add),
                    Clock.systemUTC()))
        .hasMessageContaining("BACKUP_CONTAINER_SAS");
  }

  private ConsumerTester consumer(String url, String sas) {
    return new ConsumerTester(
        new BackupHandler(
            new ImageBucket(stack.functionS3(), stack.imagesBucket()),
            new ImageTable(stack.functionDynamoDb(), stack.table()),
            new Environment(Map.of("BACKUP_CONTAINER_URL", url, "BACKUP_CONTAINER_SAS", sas)),
            Log.to("backup", lines::add),
            Clock.systemUTC()));
  }

  private String containerUrl() {
    return azurite.blobEndpoint() + "/" + containerName;
  }

  private String sas(String permissions) {
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    return azurite.containerSas(containerName, permissions, now.minusDays(1), now.plusDays(30));
  }

  private byte[] content(String blob) {
    return container.getBlobClient(blob).downloadContent().toBytes();
  }

  private List<String> names() {
    return container.listBlobs().stream().map(BlobItem::getName).toList();
  }

  private static ObjectCreated stored(String key, byte[] bytes) {
    return stored(key, bytes, S3Events.SEQUENCER);
  }

  private static ObjectCreated stored(String key, byte[] bytes, String sequencer) {
    return stack.stored(key, bytes, "image/jpeg", sequencer);
  }

  private static ObjectCreated event(String key, String version, String sequencer, long size) {
    return S3Events.created(stack.imagesBucket(), key, version, sequencer, size);
  }

  private static CompletedPart part(String upload, int number, byte[] bytes) {
    String etag =
        stack
            .s3()
            .uploadPart(
                request ->
                    request
                        .bucket(stack.imagesBucket())
                        .key("parts")
                        .uploadId(upload)
                        .partNumber(number),
                software.amazon.awssdk.core.sync.RequestBody.fromBytes(bytes))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(etag).build();
  }

  private static AttributeValue text(String text) {
    return AttributeValue.fromS(text);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
