package dev.twinlens.local.services.s3.awssdk;

import dev.twinlens.local.services.s3.BlobFiles.Blob;
import dev.twinlens.local.services.s3.ObjectChecksum;
import dev.twinlens.local.services.s3.ObjectStore;
import dev.twinlens.local.services.s3.ObjectVersion;
import dev.twinlens.local.services.s3.S3Access;
import dev.twinlens.local.services.s3.S3Errors;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.checksum.FlexChecksum;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Writes of whole objects. */
interface WriteOperations extends StoreOperations {

  @Override
  default PutObjectResponse putBlob(PutObjectRequest request, InputStream body) {
    current().access().requireWrite(request.bucket(), request.key());
    requireComparison(request.bucket(), request.key(), request.ifMatch());
    requirePrivate(request.aclAsString());
    requireNoCustomerKey(request.sseCustomerKey());
    stores().objects().bucket(request.bucket());
    ObjectVersion version = StoreOperations.unchecked(() -> put(request, body));
    return PutObjectResponse.builder()
        .eTag(version.eTag())
        .versionId(version.shownId().orElse(null))
        .serverSideEncryption(request.serverSideEncryption())
        .ssekmsKeyId(request.ssekmsKeyId())
        .build();
  }

  private ObjectVersion put(PutObjectRequest request, InputStream body) throws IOException {
    ObjectVersion.Properties properties =
        properties(UserMetadata.of(current(), request.metadata()));
    Blob blob = bodies().receive(body, request.contentLength(), request.contentMD5());
    return stores()
        .files()
        .keep(
            blob,
            () ->
                stores()
                    .objects()
                    .put(
                        new ObjectStore.Write(
                            "ObjectCreated:Put",
                            principal(),
                            request.bucket(),
                            request.key(),
                            new ObjectVersion.Content(
                                blob, blob.md5(), withChecksum(properties, blob))),
                        Conditions.forWrite(
                            request.key(), request.ifMatch(), request.ifNoneMatch())));
  }

  /** Adds the object's checksum, which S3 computes if the client sends none. */
  private ObjectVersion.Properties withChecksum(ObjectVersion.Properties given, Blob blob)
      throws IOException {
    Map<String, String> metadata = new HashMap<>(given.metadata());
    Optional<ObjectChecksum> trailer = bodies().verifiedTrailer(blob);
    if (metadata.keySet().stream().noneMatch(UserMetadata::isChecksum)) {
      ObjectChecksum checksum =
          trailer.isPresent() ? trailer.get() : bodies().checksum(blob, FlexChecksum.CRC64NVME);
      metadata.put(checksum.algorithm().metadataKey(), checksum.value());
    }
    return new ObjectVersion.Properties(given.headers(), metadata, given.tags());
  }

  @Override
  default CopyObjectResponse copyBlob(CopyObjectRequest request) {
    current().access().requireWrite(request.destinationBucket(), request.destinationKey());
    current()
        .access()
        .requireRead(
            request.sourceBucket(), request.sourceKey(), request.sourceVersionId() != null);
    requirePrivate(request.aclAsString());
    requireNoCustomerKey(request.sseCustomerKey());
    ObjectVersion source =
        readable(
            request.sourceBucket(),
            request.sourceKey(),
            Optional.ofNullable(request.sourceVersionId()));
    if (!Conditions.unchanged(
            source, request.copySourceIfMatch(), request.copySourceIfUnmodifiedSince())
        || !Conditions.changed(
            source, request.copySourceIfNoneMatch(), request.copySourceIfModifiedSince())) {
      throw S3Exceptions.preconditionFailed(null);
    }
    requireRestored(source);
    ObjectVersion.Properties properties = properties(request, source);
    ObjectVersion version = StoreOperations.unchecked(() -> copy(request, source, properties));
    return CopyObjectResponse.builder()
        .copyObjectResult(
            result -> result.eTag(version.eTag()).lastModified(version.lastModified()))
        .versionId(version.shownId().orElse(null))
        .copySourceVersionId(source.shownId().orElse(null))
        .serverSideEncryption(request.serverSideEncryption())
        .ssekmsKeyId(request.ssekmsKeyId())
        .build();
  }

  private ObjectVersion.Properties properties(CopyObjectRequest request, ObjectVersion source) {
    boolean replace = request.metadataDirective() == MetadataDirective.REPLACE;
    return new ObjectVersion.Properties(
        replace ? StoredHeaders.of(current()) : StoredHeaders.ofCopy(current(), source),
        replace ? UserMetadata.ofCopy(current(), source) : source.metadata(),
        tags(request, source));
  }

  private Map<String, String> tags(CopyObjectRequest request, ObjectVersion source) {
    return switch (current().header("x-amz-tagging-directive").orElse("COPY")) {
      case "COPY" -> copiedTags(request, source);
      case "REPLACE" -> StoredHeaders.tags(current());
      default -> throw S3Errors.error(400, "InvalidArgument", "Unknown tagging directive.");
    };
  }

  private Map<String, String> copiedTags(CopyObjectRequest request, ObjectVersion source) {
    if (!source.tags().isEmpty()) {
      S3Access access = current().access();
      access.requireReadTags(source.bucket(), source.key(), request.sourceVersionId() != null);
      access.require("PutObjectTagging", request.destinationBucket(), request.destinationKey());
    }
    return source.tags();
  }

  private ObjectVersion copy(
      CopyObjectRequest request, ObjectVersion source, ObjectVersion.Properties properties)
      throws IOException {
    Blob blob;
    try (InputStream content = stores().files().read(source.file())) {
      blob = stores().files().write(content);
    }
    ObjectVersion.Content content = new ObjectVersion.Content(blob, blob.md5(), properties);
    return stores()
        .files()
        .keep(
            blob,
            () ->
                stores()
                    .objects()
                    .put(
                        new ObjectStore.Write(
                            "ObjectCreated:Copy",
                            principal(),
                            request.destinationBucket(),
                            request.destinationKey(),
                            content),
                        replaced -> {}));
  }
}
