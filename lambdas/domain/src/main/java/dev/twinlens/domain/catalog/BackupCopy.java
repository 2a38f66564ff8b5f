package dev.twinlens.domain.catalog;

import dev.twinlens.domain.events.Sequencer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The copy of one object version in Azure.
 *
 * @param url the blob, without a token
 * @param md5 base64, as Azure keeps it
 * @param sha256 base64
 * @param at when it was made, see {@link Timestamps}
 * @param verifiedAt when the whole blob was last read and had this SHA-256; empty when never
 */
public record BackupCopy(
    String url,
    String md5,
    String sha256,
    String versionId,
    String at,
    Sequencer sequencer,
    Optional<String> verifiedAt)
    implements Backup {

  @Override
  public BackupCopy in(Sequencer event) {
    return new BackupCopy(url, md5, sha256, versionId, at, event, verifiedAt);
  }

  @Override
  public BackupCopy unverified() {
    return new BackupCopy(url, md5, sha256, versionId, at, sequencer, Optional.empty());
  }

  /** When the whole blob was last read, or made. */
  public Instant lastRead() {
    return Instant.parse(verifiedAt.orElse(at));
  }

  /** The same after the whole blob was read and had this SHA-256. */
  public BackupCopy verified(Instant time) {
    return new BackupCopy(
        url, md5, sha256, versionId, at, sequencer, Optional.of(Timestamps.time(time)));
  }

  @Override
  public Map<String, AttributeValue> attributes() {
    Map<String, AttributeValue> attributes =
        new HashMap<>(
            Map.of(
                Attributes.URL, AttributeValue.fromS(url),
                Attributes.MD5, AttributeValue.fromS(md5),
                Attributes.SHA256, AttributeValue.fromS(sha256),
                Attributes.VERSION_ID, AttributeValue.fromS(versionId),
                Attributes.AT, AttributeValue.fromS(at),
                Attributes.SEQUENCER, AttributeValue.fromS(sequencer.value())));
    verifiedAt.ifPresent(
        time -> attributes.put(Attributes.VERIFIED_AT, AttributeValue.fromS(time)));
    return attributes;
  }

  static BackupCopy read(Map<String, AttributeValue> attributes) {
    Item copy = new Item(attributes);
    return new BackupCopy(
        copy.text(Attributes.URL),
        copy.text(Attributes.MD5),
        copy.text(Attributes.SHA256),
        copy.text(Attributes.VERSION_ID),
        copy.text(Attributes.AT),
        new Sequencer(copy.text(Attributes.SEQUENCER)),
        Optional.ofNullable(attributes.get(Attributes.VERIFIED_AT)).map(AttributeValue::s));
  }
}
