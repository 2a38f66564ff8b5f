package dev.twinlens.operations.copies;

import com.azure.storage.blob.models.BlobItem;
import dev.twinlens.domain.copies.CopiedVersion;
import dev.twinlens.domain.copies.CopyMetadata;
import dev.twinlens.domain.copies.CopyName;
import dev.twinlens.domain.events.Sequencer;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A blob that is the copy of an object version.
 *
 * @param name of the blob
 * @param size bytes
 * @param md5 base64, as Azure keeps it; empty when it keeps none
 * @param hasSecondBlob whether the object's attributes are in a blob beside it
 */
public record CopyBlob(
    String name, long size, String md5, boolean hasSecondBlob, CopiedVersion version) {
  /** By key as S3 lists keys, which is by their UTF-8 bytes. */
  public static final Comparator<CopyBlob> BY_KEY =
      Comparator.comparing(CopyBlob::key, KeyOrder.COMPARATOR)
          .thenComparing(copy -> copy.version().versionId())
          .thenComparing(CopyBlob::name);

  /** The newest version first, and of one version the copy that was made last. */
  public static final Comparator<CopyBlob> NEWEST_FIRST =
      Comparator.comparing((CopyBlob copy) -> copy.version().sequencer())
          .thenComparing(copy -> copy.version().uploadedAt().orElse(Instant.EPOCH))
          .thenComparingInt(CopyBlob::attempt)
          .reversed();

  /** After a version that is hashed in the name. */
  private static final Pattern HASHED_ATTEMPT =
      Pattern.compile("-sha256-[0-9a-f]{64}-r([0-9]{1,9})\\.[^.]*$");

  private static final Pattern ATTEMPT = Pattern.compile("-r([0-9]{1,9})\\.[^.]*$");

  /** The copy that an entry of a list is; empty when the blob is something else. */
  static Optional<CopyBlob> of(BlobItem item) {
    Map<String, String> metadata = item.getMetadata();
    if (metadata == null || CopyName.isOfAttributes(item.getName())) {
      return Optional.empty();
    }
    byte[] md5 = item.getProperties().getContentMd5();
    return CopiedVersion.read(item.getName(), metadata)
        .map(
            version ->
                new CopyBlob(
                    item.getName(),
                    item.getProperties().getContentLength(),
                    md5 == null ? "" : Base64.getEncoder().encodeToString(md5),
                    CopyMetadata.hasSecondBlob(metadata),
                    version));
  }

  public String key() {
    return version.key();
  }

  /** Which copy of its version it is, see {@link CopyName#of}. */
  public int attempt() {
    int start = name.lastIndexOf(version.versionId());
    Matcher suffix =
        start < 0
            ? HASHED_ATTEMPT.matcher(name)
            : ATTEMPT.matcher(name.substring(start + version.versionId().length()));
    return suffix.find() ? Integer.parseInt(suffix.group(1)) : CopyName.FIRST;
  }

  void write(DataOutput out) throws IOException {
    out.writeUTF(name);
    out.writeLong(size);
    out.writeUTF(md5);
    out.writeBoolean(hasSecondBlob);
    out.writeUTF(version.key());
    out.writeUTF(version.versionId());
    out.writeUTF(version.sequencer().value());
    out.writeUTF(version.sha256());
    out.writeUTF(version.uploadedAt().map(Instant::toString).orElse(""));
  }

  static CopyBlob read(DataInput in) throws IOException {
    return new CopyBlob(
        in.readUTF(),
        in.readLong(),
        in.readUTF(),
        in.readBoolean(),
        new CopiedVersion(
            in.readUTF(),
            in.readUTF(),
            new Sequencer(in.readUTF()),
            in.readUTF(),
            Optional.of(in.readUTF()).filter(time -> !time.isEmpty()).map(Instant::parse)));
  }
}
