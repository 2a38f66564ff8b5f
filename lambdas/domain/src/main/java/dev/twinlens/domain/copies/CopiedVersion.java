package dev.twinlens.domain.copies;

import dev.twinlens.domain.catalog.Timestamps;
import dev.twinlens.domain.events.Sequencer;
import dev.twinlens.domain.keys.Urls;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the metadata of a blob says of the object version that it is a copy of.
 *
 * @param sha256 of the bytes, base64
 * @param uploadedAt when S3 received the version; empty for a copy of the former naming
 */
public record CopiedVersion(
    String key,
    String versionId,
    Sequencer sequencer,
    String sha256,
    Optional<Instant> uploadedAt) {
  static final String KEY = "key";
  static final String VERSION = "versionid";
  static final String SEQUENCER = "sequencer";
  static final String SHA256 = "sha256";
  static final String UPLOADED_AT = "uploadedat";

  // A copy of the former naming has the key as its name, or a hash of it and this.
  private static final String FORMER_KEY = "sourcekey";
  private static final String FORMER_VERSION = "sourceversion";

  /** The metadata of the version's copy, as far as every copy has it. */
  Map<String, String> metadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(KEY, Urls.encode(key));
    metadata.put(VERSION, Urls.encode(versionId));
    metadata.put(SEQUENCER, sequencer.value());
    metadata.put(SHA256, sha256);
    uploadedAt.ifPresent(time -> metadata.put(UPLOADED_AT, Timestamps.time(time)));
    return metadata;
  }

  /**
   * Reads a blob's metadata, also that of a copy of the former naming.
   *
   * @param metadata names in any case, as HTTP has no case in names of headers
   * @return empty when the blob is not a copy, or its metadata cannot be read: others may write to
   *     the container too
   */
  public static Optional<CopiedVersion> read(String blobName, Map<String, String> metadata) {
    try {
      return parse(blobName, metadata);
    } catch (DateTimeParseException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<CopiedVersion> parse(String blobName, Map<String, String> metadata) {
    Map<String, String> values = CopyMetadata.ignoringCase(metadata);
    String version = values.get(VERSION);
    String key = values.get(KEY);
    String sha256 = values.get(SHA256);
    if (sha256 == null) {
      return Optional.empty();
    }
    Sequencer sequencer = new Sequencer(values.getOrDefault(SEQUENCER, ""));
    if (version != null && key != null) {
      return Optional.of(
          new CopiedVersion(
              decode(key),
              decode(version),
              sequencer,
              sha256,
              Optional.ofNullable(values.get(UPLOADED_AT)).map(Instant::parse)));
    }
    String former = values.get(FORMER_VERSION);
    if (former == null) {
      return Optional.empty();
    }
    String formerKey = values.get(FORMER_KEY);
    return Optional.of(
        new CopiedVersion(
            formerKey == null ? blobName : decode(formerKey),
            former,
            sequencer,
            sha256,
            Optional.empty()));
  }

  private static String decode(String encoded) {
    return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
  }
}
