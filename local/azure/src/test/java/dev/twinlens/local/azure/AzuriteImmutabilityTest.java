package dev.twinlens.local.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.AccessTier;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.DeleteSnapshotsOptionType;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Containers with a time-based retention policy, by Azure's table of what it prohibits:
 * https://learn.microsoft.com/azure/storage/blobs/immutable-container-level-worm-policies. All
 * requests have the account's key: the policy is for everybody.
 */
class AzuriteImmutabilityTest {
  private static final String ACCOUNT = "photosabc123";
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[64]);
  private static final int DAYS = 30;

  @TempDir static Path data;
  private static Azurite azurite;
  private static int containers;

  private final String container = "originals-" + containers++;

  @BeforeAll
  static void start() {
    azurite = Azurite.start(data, 0, ACCOUNT, KEY);
  }

  @AfterAll
  static void stop() {
    azurite.close();
  }

  @BeforeEach
  void storePhotos() {
    service().createBlobContainer(container);
    upload("before the policy");
    azurite.keepImmutable(container, DAYS);
    upload("photo");
  }

  static Stream<Attempt> changes() {
    return Stream.of(
        attempt("overwrite", blob -> blob.upload(BinaryData.fromString("other"), true)),
        attempt("commit blocks", AzuriteImmutabilityTest::commit),
        attempt("copy onto", blob -> blob.copyFromUrl(source(blob))),
        attempt(
            "copy onto, asynchronously",
            blob -> blob.beginCopy(source(blob), null).waitForCompletion(Duration.ofSeconds(10))),
        attempt("set metadata", blob -> blob.setMetadata(Map.of("key", "other"))),
        attempt(
            "set properties",
            blob -> blob.setHttpHeaders(new BlobHttpHeaders().setContentType("text/html"))),
        attempt("snapshot", BlobClient::createSnapshot),
        attempt("put a page blob onto", blob -> blob.getPageBlobClient().create(512, true)),
        attempt("put an append blob onto", blob -> blob.getAppendBlobClient().create(true)));
  }

  static Stream<Attempt> deletions() {
    return Stream.of(
        attempt("delete", BlobClient::delete),
        attempt(
            "delete with snapshots",
            blob -> blob.deleteWithResponse(DeleteSnapshotsOptionType.INCLUDE, null, null, null)));
  }

  static Stream<Attempt> changesAndDeletions() {
    return Stream.concat(changes(), deletions());
  }

  private static Attempt attempt(String name, Consumer<BlobClient> request) {
    return new Attempt(name, request);
  }

  /** A request with the account's key. */
  record Attempt(String name, Consumer<BlobClient> request) {
    void on(BlobClient blob) {
      request.accept(blob);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static void commit(BlobClient blob) {
    var blocks = blob.getBlockBlobClient();
    String id = Base64.getEncoder().encodeToString(new byte[8]);
    blocks.stageBlock(id, new ByteArrayInputStream("other".getBytes(UTF_8)), 5);
    blocks.commitBlockList(List.of(id), true);
  }

  private static String source(BlobClient blob) {
    BlobClient source = blob.getContainerClient().getBlobClient("before the policy");
    return source.getBlobUrl()
        + "?"
        + source.generateSas(
            new BlobServiceSasSignatureValues(
                OffsetDateTime.now(ZoneOffset.UTC).plusMinutes(5), BlobSasPermission.parse("r")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changesAndDeletions")
  void keepsABlobAsItIs(Attempt attempt) {
    for (String blob : List.of("photo", "before the policy")) {
      assertImmutable(() -> attempt.on(blob(blob)));

      assertThat(blob(blob).downloadContent().toString()).isEqualTo("bytes of " + blob);
      assertThat(blob(blob).getProperties().getMetadata()).isEmpty();
    }
  }

  @Test
  void keepsAnOldBlobFromChanges() throws IOException {
    letPass(Duration.ofDays(DAYS));

    changes().forEach(attempt -> assertImmutable(() -> attempt.on(blob("photo"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("deletions")
  void letsAnOldBlobBeDeleted(Attempt attempt) throws IOException {
    letPass(Duration.ofDays(DAYS).minusMinutes(5));
    assertImmutable(() -> attempt.on(blob("photo")));

    letPass(Duration.ofMinutes(6));
    attempt.on(blob("photo"));

    assertThat(blob("photo").exists()).isFalse();
  }

  @Test
  void keepsTheContainer() {
    assertImmutable(() -> service().deleteBlobContainer(container));

    assertThat(container().exists()).isTrue();
    assertThat(container().getProperties().hasImmutabilityPolicy()).isTrue();
  }

  @Test
  void respondsAsAzureDoes() throws Exception {
    String sas = deletingSas();

    var response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(blob("photo").getBlobUrl() + "?" + sas))
                    .DELETE()
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.headers().firstValue("x-ms-error-code"))
        .hasValue("BlobImmutableDueToPolicy");
    assertThat(response.body())
        .contains(
            "<Error>",
            "<Code>BlobImmutableDueToPolicy</Code>",
            "<Message>This operation is not permitted as the blob is immutable due to a policy.");
  }

  @Test
  void keepsEachBlobOfABatch() throws Exception {
    String sas = deletingSas();
    String path = URI.create(blob("photo").getBlobUrl()).getPath();
    String body =
        """
        --batch
        Content-Type: application/http
        Content-Transfer-Encoding: binary
        Content-ID: 0

        DELETE %s?%s HTTP/1.1
        Content-Length: 0

        --batch--
        """
            .formatted(path, sas)
            .replace("\n", "\r\n");

    var response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(
                            container().getBlobContainerUrl()
                                + "?restype=container&comp=batch&"
                                + sas))
                    .header("Content-Type", "multipart/mixed; boundary=batch")
                    .header("x-ms-version", Azurite.SERVICE_VERSION.getVersion())
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    assertThat(response.body()).contains("409", "BlobImmutableDueToPolicy");
    assertThat(blob("photo").exists()).isTrue();
  }

  @Test
  void allowsWhatAzureAllows() {
    blob("photo").setAccessTier(AccessTier.COOL);
    blob("photo").setTags(Map.of("checked", "yes"));
    container().setMetadata(Map.of("owner", "ann"));
    upload("new");
    commit(blob("new in blocks"));

    assertThat(blob("photo").getProperties().getAccessTier()).isEqualTo(AccessTier.COOL);
    assertThat(blob("new in blocks").downloadContent().toString()).isEqualTo("other");
  }

  @Test
  void tellsThatABlobIsThereToARequestThatCreatesOne() {
    assertThatThrownBy(
            () ->
                blob("photo")
                    .uploadWithResponse(
                        new BlobParallelUploadOptions(BinaryData.fromString("other"))
                            .setRequestConditions(new BlobRequestConditions().setIfNoneMatch("*")),
                        null,
                        null))
        .isInstanceOfSatisfying(
            BlobStorageException.class,
            e -> assertThat(e.getErrorCode().toString()).isEqualTo("BlobAlreadyExists"));
  }

  @Test
  void isStillThereAfterARestart() {
    restart();

    assertImmutable(() -> blob("photo").delete());
  }

  @Test
  void takesAnotherNumberOfDaysAtOnce() throws IOException {
    letPass(Duration.ofDays(10));
    azurite.keepImmutable(container, 11);
    assertImmutable(() -> blob("photo").delete());

    azurite.keepImmutable(container, 10);
    blob("photo").delete();
  }

  @Test
  void isForItsContainerAlone() {
    BlobContainerClient other = service().createBlobContainer(container + "-other");
    other.getBlobClient("photo").upload(BinaryData.fromString("one"));

    other.getBlobClient("photo").upload(BinaryData.fromString("two"), /* overwrite= */ true);
    other.getBlobClient("photo").delete();

    assertThat(other.getProperties().hasImmutabilityPolicy()).isFalse();
    other.delete();
  }

  @Test
  void changesNothingWhileItsPolicyCannotBeRead() throws IOException {
    Files.writeString(data.resolve("__immutability__").resolve(container), "many");

    assertThatThrownBy(() -> blob("photo").delete())
        .isInstanceOfSatisfying(
            BlobStorageException.class, e -> assertThat(e.getStatusCode()).isEqualTo(500));
  }

  @Test
  void refusesAnInvalidPolicy() {
    assertThatIllegalArgumentException().isThrownBy(() -> azurite.keepImmutable(container, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> azurite.keepImmutable("../a", 1));
  }

  private static void assertImmutable(ThrowingCallable attempt) {
    assertThatThrownBy(attempt)
        .isInstanceOfSatisfying(
            BlobStorageException.class,
            e -> {
              assertThat(e.getStatusCode()).isEqualTo(409);
              assertThat(e.getErrorCode().toString()).isEqualTo("BlobImmutableDueToPolicy");
            });
  }

  /** Makes every blob older, in the stored metadata. */
  private void letPass(Duration time) throws IOException {
    azurite.close();
    Path database = data.resolve("__azurite_db_blob__.json");
    String stored = Files.readString(database);
    String aged =
        Pattern.compile("\"creationTime\":\"([^\"]+)\"")
            .matcher(stored)
            .replaceAll(
                found -> "\"creationTime\":\"" + Instant.parse(found.group(1)).minus(time) + "\"");
    assertThat(aged).isNotEqualTo(stored);
    Files.writeString(database, aged);
    azurite = Azurite.start(data, 0, ACCOUNT, KEY);
  }

  private String deletingSas() {
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    return azurite.containerSas(container, "d", now.minusMinutes(5), now.plusMinutes(5));
  }

  private void restart() {
    azurite.close();
    azurite = Azurite.start(data, 0, ACCOUNT, KEY);
  }

  private void upload(String name) {
    blob(name).upload(BinaryData.fromString("bytes of " + name));
  }

  private BlobClient blob(String name) {
    return container().getBlobClient(name);
  }

  private BlobContainerClient container() {
    return service().getBlobContainerClient(container);
  }

  private BlobServiceClient service() {
    return new BlobServiceClientBuilder()
        .connectionString(azurite.connectionString())
        .serviceVersion(Azurite.SERVICE_VERSION)
        .retryOptions(new RequestRetryOptions(RetryPolicyType.FIXED, 1, 10, 100L, 100L, null))
        .buildClient();
  }
}
