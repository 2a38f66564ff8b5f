package dev.twinlens.local.services.s3.awssdk;

import dev.twinlens.local.services.s3.BlobFiles.Blob;
import dev.twinlens.local.services.s3.MultipartUploads.Upload;
import dev.twinlens.local.services.s3.MultipartUploads.UploadedPart;
import dev.twinlens.local.services.s3.ObjectVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.gaul.s3proxy.blobstore.SdkResponses;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Multipart uploads. */
interface MultipartOperations extends StoreOperations {

  @Override
  default MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
    current().access().requireWrite(request.bucket(), request.key());
    requirePrivate(request.aclAsString());
    requireNoCustomerKey(request.sseCustomerKey());
    Upload upload =
        stores()
            .uploads()
            .start(
                request.bucket(),
                request.key(),
                properties(UserMetadata.of(current(), request.metadata())),
                Objects.requireNonNullElse(request.checksumAlgorithmAsString(), ""),
                request.checksumType() == ChecksumType.FULL_OBJECT);
    return new MultipartUpload(upload.id(), request);
  }

  @Override
  default UploadPartResponse uploadMultipartPart(
      MultipartUpload mpu, UploadPartRequest request, InputStream body) {
    current().access().requireWrite(mpu.containerName(), mpu.blobName());
    Upload upload = upload(mpu);
    String eTag = StoreOperations.unchecked(() -> addPart(upload, request, body)).eTag();
    return UploadPartResponse.builder().eTag(eTag).build();
  }

  private UploadedPart addPart(Upload upload, UploadPartRequest request, InputStream body)
      throws IOException {
    Blob blob = bodies().receive(body, request.contentLength(), request.contentMD5());
    return stores()
        .files()
        .keep(
            blob,
            () -> {
              // The object's checksum is computed from the parts' bytes on completion.
              var unused = bodies().verifiedTrailer(blob);
              return stores().uploads().addPart(upload, request.partNumber(), blob);
            });
  }

  @Override
  default List<Part> listMultipartUpload(MultipartUpload mpu) {
    return stores().uploads().parts(upload(mpu).id()).stream()
        .map(part -> SdkResponses.part(part.number(), part.size(), part.eTag(), part.at()))
        .toList();
  }

  @Override
  default CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload mpu, CompleteMultipartUploadRequest request) {
    current().access().requireWrite(mpu.containerName(), mpu.blobName());
    requireComparison(mpu.containerName(), mpu.blobName(), request.ifMatch());
    Upload upload = upload(mpu);
    ObjectVersion version =
        StoreOperations.unchecked(
            () ->
                stores()
                    .uploads()
                    .complete(
                        upload,
                        request.multipartUpload().parts().stream()
                            .map(CompletedPart::partNumber)
                            .toList(),
                        principal(),
                        Conditions.forWrite(
                            mpu.blobName(), request.ifMatch(), request.ifNoneMatch())));
    return SdkResponses.completeResponse(version.eTag(), version.shownId().orElse(null));
  }

  @Override
  default void abortMultipartUpload(MultipartUpload mpu) {
    current().access().require("AbortMultipartUpload", mpu.containerName(), mpu.blobName());
    stores().uploads().abort(upload(mpu));
  }

  @Override
  default List<software.amazon.awssdk.services.s3.model.MultipartUpload> listMultipartUploads(
      String bucket) {
    current().access().requireOnBucket("ListBucketMultipartUploads", bucket);
    return stores().uploads().uploads(bucket).stream()
        .map(upload -> SdkResponses.upload(upload.key(), upload.id(), upload.initiated()))
        .toList();
  }

  @Override
  default long getMinimumMultipartPartSize() {
    return 5L << 20;
  }

  private Upload upload(MultipartUpload mpu) {
    current().access().requireAny(mpu.containerName(), mpu.blobName());
    return stores().uploads().upload(mpu.id(), mpu.containerName(), mpu.blobName());
  }
}
