package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.BlobServiceVersion;
import com.azure.storage.blob.models.AccessTier;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.specialized.BlobLeaseClientBuilder;
import dev.twinlens.local.testing.Photos;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What somebody could do who has the signature with which the audit looks at the copies. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads environments in /proc")
@ExtendWith(DevStack.class)
class AuditSignatureTest {
  private static final String KEY = "audit-signature/chelsea.png";
  private static final BinaryData OTHER = BinaryData.fromString("other");

  private static String signature = "";

  private final Stack stack;

  AuditSignatureTest(Stack stack) {
    this.stack = stack;
  }

  @BeforeEach
  void readTheSignature() {
    if (signature.isEmpty()) {
      stack.putObject(KEY, Photos.read("chelsea.png"));
      stack.awaitDone(KEY);
      assertThat(stack.audit().functionError()).isNull();
      signature = FunctionProcesses.environmentOf("audit").get("BACKUP_CONTAINER_SAS");
    }
  }

  private BlobContainerClient holder(String containerUrl) {
    return new BlobContainerClientBuilder()
        .endpoint(containerUrl)
        .sasToken(signature)
        .serviceVersion(BlobServiceVersion.V2026_06_06)
        .buildClient();
  }

  private BlobContainerClient holder() {
    return holder(stack.output("backupContainerUrl"));
  }

  @Test
  void readsAndListsCopies() {
    BlobClient copy = holder().getBlobClient(stack.copyOf(KEY).getBlobName());

    assertThat(copy.downloadContent().toBytes()).isEqualTo(Photos.read("chelsea.png"));
    assertThat(copy.getProperties().getMetadata()).containsKey("sha256");
    assertThat(holder().listBlobs()).anyMatch(blob -> blob.getName().equals(copy.getBlobName()));
  }

  static Stream<Arguments> attacks() {
    return Stream.of(
        attack("create", (container, copy) -> container.getBlobClient("new").upload(OTHER)),
        attack("overwrite", (container, copy) -> blob(container, copy).upload(OTHER, true)),
        attack(
            "stage a block",
            (container, copy) ->
                blob(container, copy)
                    .getBlockBlobClient()
                    .stageBlock("YQ==", new ByteArrayInputStream(new byte[1]), 1)),
        attack(
            "commit blocks",
            (container, copy) ->
                blob(container, copy).getBlockBlobClient().commitBlockList(List.of(), true)),
        attack(
            "create an append blob",
            (container, copy) -> container.getBlobClient("new").getAppendBlobClient().create()),
        attack(
            "create a page blob",
            (container, copy) -> container.getBlobClient("new").getPageBlobClient().create(512)),
        attack("delete", (container, copy) -> blob(container, copy).delete()),
        attack("undelete", (container, copy) -> blob(container, copy).undelete()),
        attack(
            "set metadata",
            (container, copy) -> blob(container, copy).setMetadata(Map.of("a", "b"))),
        attack(
            "set headers",
            (container, copy) ->
                blob(container, copy)
                    .setHttpHeaders(new BlobHttpHeaders().setContentType("text/html"))),
        attack("set tags", (container, copy) -> blob(container, copy).setTags(Map.of("a", "b"))),
        attack("read tags", (container, copy) -> blob(container, copy).getTags()),
        attack(
            "set the tier",
            (container, copy) -> blob(container, copy).setAccessTier(AccessTier.ARCHIVE)),
        attack("take a snapshot", (container, copy) -> blob(container, copy).createSnapshot()),
        attack(
            "lease",
            (container, copy) ->
                new BlobLeaseClientBuilder()
                    .blobClient(blob(container, copy))
                    .buildClient()
                    .acquireLease(-1)),
        attack(
            "copy",
            (container, copy) ->
                container
                    .getBlobClient("new")
                    .copyFromUrl(blob(container, copy).getBlobUrl() + "?" + signature)),
        attack("read the container's properties", (container, copy) -> container.getProperties()),
        attack("read the container's policies", (container, copy) -> container.getAccessPolicy()),
        attack(
            "open the container", (container, copy) -> container.setAccessPolicy(null, List.of())),
        attack(
            "set the container's metadata",
            (container, copy) -> container.setMetadata(Map.of("a", "b"))),
        attack("delete the container", (container, copy) -> container.delete()));
  }

  private static BlobClient blob(BlobContainerClient container, String name) {
    return container.getBlobClient(name);
  }

  private static Arguments attack(String name, BiConsumer<BlobContainerClient, String> attack) {
    return Arguments.of(name, attack);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attacks")
  void doesNothingElse(String name, BiConsumer<BlobContainerClient, String> attack) {
    String copy = stack.copyOf(KEY).getBlobName();

    assertForbidden(() -> attack.accept(holder(), copy));

    assertThat(stack.copyOf(KEY).downloadContent().toBytes()).isEqualTo(Photos.read("chelsea.png"));
    assertThat(stack.backups().getBlobClient("new").exists()).isFalse();
  }

  @Test
  void readsNoOtherContainer() {
    var others = stack.backups().getServiceClient().createBlobContainerIfNotExists("unaudited");
    others.getBlobClient("kept").upload(OTHER, true);
    String url = stack.output("backupContainerUrl").replaceFirst("/[^/]+$", "/unaudited");
    try {
      assertForbidden(() -> holder(url).getBlobClient("kept").downloadContent());
      assertForbidden(() -> holder(url).listBlobs().forEach(blob -> {}));
    } finally {
      others.delete();
    }
  }

  private static void assertForbidden(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            BlobStorageException.class,
            refusal -> assertThat(refusal.getStatusCode()).isEqualTo(403));
  }
}
