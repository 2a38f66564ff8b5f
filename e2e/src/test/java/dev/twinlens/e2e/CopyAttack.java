package dev.twinlens.e2e;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.models.AccessTier;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobImmutabilityPolicy;
import com.azure.storage.blob.models.BlobImmutabilityPolicyMode;
import com.azure.storage.blob.models.DeleteSnapshotsOptionType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A request by which somebody would lose or change a copy in Azure. */
record CopyAttack(String name, Consumer<BlobClient> request) {
  /** What the immutability policy prohibits to everybody. */
  static List<CopyAttack> prohibited() {
    return List.of(
        new CopyAttack("delete", BlobClient::delete),
        new CopyAttack(
            "delete with snapshots",
            copy -> copy.deleteWithResponse(DeleteSnapshotsOptionType.INCLUDE, null, null, null)),
        new CopyAttack(
            "overwrite",
            copy -> copy.upload(BinaryData.fromString("other"), /* overwrite= */ true)),
        new CopyAttack("commit blocks", CopyAttack::commitBlocks),
        new CopyAttack("copy onto", copy -> copy.copyFromUrl(copy.getBlobUrl())),
        new CopyAttack("set metadata", copy -> copy.setMetadata(Map.of("key", "other"))),
        new CopyAttack(
            "set headers",
            copy -> copy.setHttpHeaders(new BlobHttpHeaders().setContentType("text/html"))),
        new CopyAttack("snapshot", BlobClient::createSnapshot),
        new CopyAttack("delete the container", copy -> copy.getContainerClient().delete()));
  }

  /** The only requests to Azure Storage about retention; Azurite implements none of them. */
  static List<CopyAttack> onRetention() {
    return List.of(
        new CopyAttack("shorten the retention", copy -> copy.setImmutabilityPolicy(oneSecond())),
        new CopyAttack("remove the retention", BlobClient::deleteImmutabilityPolicy));
  }

  /** What needs a permission that no signature has. */
  static List<CopyAttack> notPermitted() {
    return List.of(
        new CopyAttack("set the tier", copy -> copy.setAccessTier(AccessTier.ARCHIVE)),
        new CopyAttack("set tags", copy -> copy.setTags(Map.of("a", "b"))),
        new CopyAttack(
            "open the container",
            copy -> copy.getContainerClient().setAccessPolicy(null, List.of())),
        new CopyAttack(
            "set the container's metadata",
            copy -> copy.getContainerClient().setMetadata(Map.of("a", "b"))));
  }

  void on(BlobClient copy) {
    request.accept(copy);
  }

  @Override
  public String toString() {
    return name;
  }

  private static BlobImmutabilityPolicy oneSecond() {
    return new BlobImmutabilityPolicy()
        .setExpiryTime(OffsetDateTime.now(ZoneOffset.UTC).plusSeconds(1))
        .setPolicyMode(BlobImmutabilityPolicyMode.UNLOCKED);
  }

  private static void commitBlocks(BlobClient copy) {
    byte[] other = "other".getBytes(StandardCharsets.UTF_8);
    String id = Base64.getEncoder().encodeToString(new byte[8]);
    copy.getBlockBlobClient().stageBlock(id, new ByteArrayInputStream(other), other.length);
    copy.getBlockBlobClient().commitBlockList(List.of(id), /* overwrite= */ true);
  }
}
