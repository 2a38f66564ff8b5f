package dev.twinlens.operations.verification;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobStorageException;
import dev.twinlens.domain.copies.CopyName;
import dev.twinlens.domain.copies.ObjectAttributes;
import dev.twinlens.domain.hashes.Hashes;
import dev.twinlens.operations.copies.CopyBlob;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/** What is in the blobs. */
final class CopyContents {
  private final BlobContainerClient container;
  private final Originals originals;
  private final boolean read;

  /**
   * The blobs of a container.
   *
   * @param read whether their bytes are read
   */
  CopyContents(BlobContainerClient container, Originals originals, boolean read) {
    this.container = container;
    this.originals = originals;
    this.read = read;
  }

  boolean areRead() {
    return read;
  }

  /** Whether the container has the blob with this address. */
  boolean exists(String url) {
    String path = URI.create(url).getPath();
    String of = URI.create(container.getBlobContainerUrl()).getPath() + "/";
    return path.startsWith(of) && container.getBlobClient(path.substring(of.length())).exists();
  }

  /** How the bytes of the copy differ from what it is recorded to be and from the original. */
  List<String> compare(ObjectVersion version, CopyBlob copy) {
    List<String> differences = new ArrayList<>();
    MessageDigest sha256 = Hashes.sha256();
    MessageDigest md5 = Hashes.md5();
    try (InputStream content = container.getBlobClient(copy.name()).openInputStream()) {
      Hashes.update(content, sha256, md5);
    } catch (IOException | BlobStorageException e) {
      return List.of("the copy cannot be read: " + e.getMessage());
    }
    String found = base64(sha256);
    if (!found.equals(copy.version().sha256())) {
      differences.add(
          "the copy's bytes have the SHA-256 "
              + found
              + ", recorded is "
              + copy.version().sha256());
    }
    if (!base64(md5).equals(copy.md5())) {
      differences.add("the copy's bytes do not have the MD5 that Azure keeps");
    }
    originals
        .sha256(version)
        .filter(original -> !original.equals(found))
        .ifPresent(
            original -> differences.add("the original's bytes have the SHA-256 " + original));
    if (copy.hasSecondBlob()) {
      differences.addAll(attributes(copy));
    }
    return differences;
  }

  private List<String> attributes(CopyBlob copy) {
    String name = CopyName.attributesOf(copy.name());
    try {
      ObjectAttributes.read(container.getBlobClient(name).downloadContent().toString());
      return List.of();
    } catch (BlobStorageException | IllegalArgumentException e) {
      return List.of("its metadata cannot be read from " + name);
    }
  }

  private static String base64(MessageDigest digest) {
    return Base64.getEncoder().encodeToString(digest.digest());
  }
}
