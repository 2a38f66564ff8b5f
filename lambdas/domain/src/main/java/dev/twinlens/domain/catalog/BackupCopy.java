package dev.twinlens.domain.catalog;

import dev.twinlens.domain.events.Sequencer;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The copy of one object version in Azure.
 *
 * @param url the blob, without a token
 * @param md5 base64, as Azure keeps it
 * @param sha256 base64
 * @param at when it was made, see {@link Timestamps}
 */
public record BackupCopy(
    String url, String md5, String sha256, String versionId, String at, Sequencer sequencer)
    implements Derivative {

  public AttributeValue attribute() {
    return Derivative.attribute(
        Map.of(
            Attributes.URL, url,
            Attributes.MD5, md5,
            Attributes.SHA256, sha256,
            Attributes.VERSION_ID, versionId,
            Attributes.AT, at,
            Attributes.SEQUENCER, sequencer.value()));
  }

  static BackupCopy read(AttributeValue attribute) {
    Item copy = new Item(attribute.m());
    return new BackupCopy(
        copy.text(Attributes.URL),
        copy.text(Attributes.MD5),
        copy.text(Attributes.SHA256),
        copy.text(Attributes.VERSION_ID),
        copy.text(Attributes.AT),
        new Sequencer(copy.text(Attributes.SEQUENCER)));
  }
}
