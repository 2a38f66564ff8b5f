package dev.twinlens.local.services.s3;

import static java.util.Objects.requireNonNullElse;

import dev.twinlens.local.services.state.StateStore;
import dev.twinlens.local.services.state.StateTable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.gaul.s3proxy.checksum.FlexChecksum;

/** Multipart uploads, until they are completed or aborted. */
public final class MultipartUploads {
  private final StateStore state;
  private final BlobFiles files;
  private final ObjectStore objects;
  private final InstantSource clock;
  private final StateTable<Upload> uploads;
  private final StateTable<UploadedPart> parts;

  MultipartUploads(StateStore state, BlobFiles files, ObjectStore objects, InstantSource clock) {
    this.state = state;
    this.files = files;
    this.objects = objects;
    this.clock = clock;
    this.uploads = state.table("uploads", Upload.class);
    this.parts = state.table("parts", UploadedPart.class);
  }

  /**
   * An upload in progress.
   *
   * @param checksumAlgorithm S3's name, for example {@code SHA256}; empty for none
   * @param fullObject the checksum covers the whole object, not the parts' checksums
   */
  public record Upload(
      String id,
      String bucket,
      String key,
      Instant initiated,
      Map<String, String> headers,
      Map<String, String> metadata,
      Map<String, String> tags,
      String checksumAlgorithm,
      boolean fullObject) {
    public Upload {
      // Data of an earlier version has no tags.
      tags = requireNonNullElse(tags, Map.of());
    }
  }

  /** A stored part. {@code eTag} is its MD5 in hexadecimal digits. */
  public record UploadedPart(int number, String file, long size, String eTag, Instant at) {}

  public Upload start(
      String bucket,
      String key,
      ObjectVersion.Properties properties,
      String checksumAlgorithm,
      boolean fullObject) {
    ObjectStore.requireUsable(key);
    Upload upload =
        new Upload(
            UUID.randomUUID().toString(),
            bucket,
            key,
            clock.instant(),
            properties.headers(),
            properties.metadata(),
            properties.tags(),
            checksumAlgorithm,
            fullObject);
    state.write(
        () -> {
          objects.bucket(bucket);
          uploads.put(upload.id(), upload);
        });
    return upload;
  }

  public Upload upload(String id, String bucket, String key) {
    return uploads
        .get(id)
        .filter(upload -> upload.bucket().equals(bucket) && upload.key().equals(key))
        .orElseThrow(
            () ->
                S3Errors.error(
                    404,
                    "NoSuchUpload",
                    "The specified multipart upload does not exist. The upload ID might be"
                        + " invalid, or the multipart upload might have been aborted or"
                        + " completed."));
  }

  public List<Upload> uploads(String bucket) {
    objects.bucket(bucket);
    return uploads.values().stream().filter(upload -> upload.bucket().equals(bucket)).toList();
  }

  /** The stored parts, by number. */
  public List<UploadedPart> parts(String uploadId) {
    return parts.startingWith(uploadId + "/").map(StateTable.Entry::value).toList();
  }

  public UploadedPart addPart(Upload upload, int number, BlobFiles.Blob blob) {
    UploadedPart part =
        new UploadedPart(number, blob.file(), blob.size(), blob.md5(), clock.instant());
    Optional<UploadedPart> replaced =
        state.write(
            () -> {
              upload(upload.id(), upload.bucket(), upload.key());
              Optional<UploadedPart> former = parts.get(partKey(upload.id(), number));
              parts.put(partKey(upload.id(), number), part);
              return former;
            });
    replaced.ifPresent(former -> files.delete(former.file()));
    return part;
  }

  public void abort(Upload upload) {
    List<UploadedPart> stored = parts(upload.id());
    state.write(() -> remove(upload));
    stored.forEach(part -> files.delete(part.file()));
  }

  /** Creates the object from these parts, in this order, and ends the upload. */
  public ObjectVersion complete(
      Upload upload, List<Integer> numbers, String principal, ObjectStore.Precondition precondition)
      throws IOException {
    List<UploadedPart> stored = parts(upload.id());
    List<UploadedPart> chosen = numbers.stream().map(number -> part(stored, number)).toList();
    BlobFiles.Blob blob;
    try (InputStream content = content(chosen)) {
      blob = files.write(content);
    }
    ObjectVersion version =
        files.keep(
            blob,
            () -> {
              Map<String, String> metadata = new HashMap<>(upload.metadata());
              ObjectChecksum checksum = checksum(upload, chosen);
              metadata.put(checksum.algorithm().metadataKey(), checksum.value());
              return objects.put(
                  new ObjectStore.Write(
                      "ObjectCreated:CompleteMultipartUpload",
                      principal,
                      upload.bucket(),
                      upload.key(),
                      new ObjectVersion.Content(
                          blob,
                          eTag(chosen),
                          new ObjectVersion.Properties(upload.headers(), metadata, upload.tags()))),
                  precondition,
                  () -> remove(upload));
            });
    stored.forEach(part -> files.delete(part.file()));
    return version;
  }

  private static UploadedPart part(List<UploadedPart> stored, int number) {
    return stored.stream()
        .filter(part -> part.number() == number)
        .findFirst()
        .orElseThrow(
            () ->
                S3Errors.error(
                    400, "InvalidPart", "One or more of the specified parts could not be found."));
  }

  /** The names of the files of parts. */
  Stream<String> files() {
    return parts.values().stream().map(UploadedPart::file);
  }

  private void remove(Upload upload) {
    parts
        .startingWith(upload.id() + "/")
        .map(StateTable.Entry::key)
        .toList()
        .forEach(parts::remove);
    uploads.remove(upload.id());
  }

  private InputStream content(List<UploadedPart> chosen) throws IOException {
    List<InputStream> streams = new ArrayList<>();
    for (UploadedPart part : chosen) {
      streams.add(files.read(part.file()));
    }
    return new SequenceInputStream(Collections.enumeration(streams));
  }

  /** As in S3: the MD5 of the parts' MD5s, a dash, and the number of parts. */
  private static String eTag(List<UploadedPart> chosen) {
    MessageDigest md5 = BlobFiles.md5();
    chosen.forEach(part -> md5.update(HexFormat.of().parseHex(part.eTag())));
    return HexFormat.of().formatHex(md5.digest()) + "-" + chosen.size();
  }

  /** As in S3, also for an upload that requested none: then of the whole object. */
  private ObjectChecksum checksum(Upload upload, List<UploadedPart> chosen) throws IOException {
    boolean none = upload.checksumAlgorithm().isEmpty();
    FlexChecksum algorithm =
        none ? FlexChecksum.CRC64NVME : FlexChecksum.fromAlgorithmName(upload.checksumAlgorithm());
    if (none || upload.fullObject()) {
      try (InputStream content = content(chosen)) {
        return ObjectChecksum.of(algorithm, content);
      }
    }
    ByteArrayOutputStream digests = new ByteArrayOutputStream();
    for (UploadedPart part : chosen) {
      try (InputStream content = files.read(part.file())) {
        digests.writeBytes(ObjectChecksum.of(algorithm, content).bytes());
      }
    }
    ObjectChecksum composite =
        ObjectChecksum.of(algorithm, new ByteArrayInputStream(digests.toByteArray()));
    return new ObjectChecksum(algorithm, composite.value() + "-" + chosen.size());
  }

  private static String partKey(String uploadId, int number) {
    return uploadId + "/%05d".formatted(number);
  }
}
