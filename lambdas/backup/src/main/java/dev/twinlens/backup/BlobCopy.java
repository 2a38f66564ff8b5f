package dev.twinlens.backup;

import com.azure.storage.blob.models.BlobHttpHeaders;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.hashes.Hashes;
import dev.twinlens.domain.storage.ObjectContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Copies one object version block by block, holding no more than one block in memory. Azure checks
 * each block's MD5 on arrival. The whole is compared with what S3 stored before the blob becomes
 * visible.
 */
final class BlobCopy {
  /** Azure: "a block blob can include up to 50,000 blocks". */
  static final int MAX_BLOCKS = 50_000;

  static final int MIN_BLOCK = 4 * 1024 * 1024;

  private final BackupContainer container;
  private final ObjectCreated created;
  private final BlobName name;

  BlobCopy(BackupContainer container, ObjectCreated created, BlobName name) {
    this.container = container;
    this.created = created;
    this.name = name;
  }

  /** Copies and returns the checksums of the whole. */
  Checksums run(ObjectContent content) {
    GetObjectResponse source = content.response();
    int blockSize = blockSize(source.contentLength());
    Digests digests = new Digests();
    try {
      byte[] block = content.readNBytes(blockSize);
      if (block.length < blockSize) {
        digests.update(block);
        Checksums checksums = digests.finish();
        SourceChecksums.verify(source, block.length, checksums);
        container.write(name, block, headers(source, checksums), metadata(checksums));
        return checksums;
      }
      List<String> blockIds = new ArrayList<>();
      long length = 0;
      while (block.length > 0) {
        String id = blockId(blockIds.size());
        digests.update(block);
        container.stage(name, id, block, Hashes.md5().digest(block));
        blockIds.add(id);
        length += block.length;
        block = content.readNBytes(blockSize);
      }
      Checksums checksums = digests.finish();
      SourceChecksums.verify(source, length, checksums);
      container.commit(name, blockIds, headers(source, checksums), metadata(checksums));
      return checksums;
    } catch (IOException e) {
      throw new UncheckedIOException("The original cannot be read from S3.", e);
    }
  }

  static int blockSize(long length) {
    return Math.toIntExact(Math.max(MIN_BLOCK, (length + MAX_BLOCKS - 1) / MAX_BLOCKS));
  }

  /** All ids of a blob must have the same length. */
  private static String blockId(int index) {
    return Base64.getEncoder()
        .encodeToString("block-%05d".formatted(index).getBytes(StandardCharsets.US_ASCII));
  }

  private static BlobHttpHeaders headers(GetObjectResponse source, Checksums checksums) {
    return new BlobHttpHeaders()
        .setContentMd5(checksums.md5())
        .setContentType(source.contentType())
        .setContentEncoding(source.contentEncoding())
        .setContentLanguage(source.contentLanguage())
        .setContentDisposition(source.contentDisposition())
        .setCacheControl(source.cacheControl());
  }

  private Map<String, String> metadata(Checksums checksums) {
    Map<String, String> metadata = new HashMap<>();
    metadata.put("sha256", checksums.sha256Base64());
    metadata.put("sourceversion", created.versionId());
    metadata.put("sequencer", created.sequencer().value());
    if (!name.isLiteral()) {
      metadata.put("sourcekey", BlobName.encodeForMetadata(created.key()));
    }
    return metadata;
  }
}
