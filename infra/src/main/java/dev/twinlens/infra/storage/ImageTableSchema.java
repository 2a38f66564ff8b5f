package dev.twinlens.infra.storage;

import com.pulumi.aws.dynamodb.TableArgs;
import com.pulumi.aws.dynamodb.inputs.TableAttributeArgs;
import com.pulumi.aws.dynamodb.inputs.TableGlobalSecondaryIndexArgs;
import com.pulumi.aws.dynamodb.inputs.TablePointInTimeRecoveryArgs;
import com.pulumi.aws.dynamodb.inputs.TableTtlArgs;

/** The keys, indexes and settings of the table of images and their labels. */
public final class ImageTableSchema {
  private ImageTableSchema() {}

  /** Its indexes; the names are part of the functions' queries. */
  public enum Index {
    BY_LABEL("by-label"),
    BY_DAY("by-day");

    private final String indexName;

    Index(String indexName) {
      this.indexName = indexName;
    }

    String indexName() {
      return indexName;
    }
  }

  static TableArgs args(boolean protectData) {
    return TableArgs.builder()
        .billingMode("PAY_PER_REQUEST")
        .hashKey("ImageName")
        .rangeKey("Label")
        .attributes(
            attribute("ImageName", "S"),
            attribute("Label", "S"),
            attribute("Confidence", "N"),
            attribute("Day", "S"),
            attribute("UploadedAt", "S"))
        .globalSecondaryIndexes(
            index(Index.BY_LABEL, "Label", "Confidence"), index(Index.BY_DAY, "Day", "UploadedAt"))
        // The rows of deleted images, which are kept to recognise late events.
        .ttl(TableTtlArgs.builder().enabled(true).attributeName("ExpiresAt").build())
        .pointInTimeRecovery(TablePointInTimeRecoveryArgs.builder().enabled(true).build())
        .deletionProtectionEnabled(protectData)
        .build();
  }

  private static TableAttributeArgs attribute(String name, String type) {
    return TableAttributeArgs.builder().name(name).type(type).build();
  }

  private static TableGlobalSecondaryIndexArgs index(Index index, String hash, String range) {
    return TableGlobalSecondaryIndexArgs.builder()
        .name(index.indexName())
        .hashKey(hash)
        .rangeKey(range)
        .projectionType("ALL")
        .build();
  }
}
