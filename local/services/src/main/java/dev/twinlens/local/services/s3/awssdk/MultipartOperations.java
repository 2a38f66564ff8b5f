package dev.twinlens.local.services.s3.awssdk;

import dev.twinlens.local.services.s3.BlobFiles.Blob;
import dev.twinlens.local.services.s3.CurrentRequest;
import dev.twinlens.local.services.s3.MultipartUploads;
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
record MultipartOperations(
    MultipartUploads uploads, String principal, CurrentRequest current, IncomingBodies bodies) {

  MultipartUpload create(CreateMultipartUploadRequest request) {
    current.access().requireWrite(request.bucket(), request.key());
    PrivateAcl.require(request.acl());
    IncomingBodies.requireNoCustomerKey(request.sseCustomerKey());
    Upload upload =
        uploads.start(
            request.bucket(),
            request.key(),
            StoredHeaders.of(request),
            StoredHeaders.metadata(request.metadata()),
            Objects.requireNonNullElse(request.checksumAlgorithmAsString(), ""),
            request.checksumType() == ChecksumType.FULL_OBJECT);
    return new MultipartUpload(upload.id(), request);
  }

  UploadPartResponse uploadPart(MultipartUpload mpu, UploadPartRequest request, InputStream body)
      throws IOException {
    current.access().requireWrite(mpu.containerName(), mpu.blobName());
    Upload upload = upload(mpu);
    Blob blob = bodies.receive(body, request.contentLength(), request.contentMD5());
    UploadedPart part =
        bodies
            .files()
            .keep(
                blob,
                () -> {
                  // The object's checksum is computed from the parts' bytes on completion.
                  var unused = bodies.verifiedTrailer(blob);
                  return uploads.addPart(upload, request.partNumber(), blob);
                });
    return UploadPartResponse.builder().eTag(part.eTag()).build();
  }

  List<Part> listParts(MultipartUpload mpu) {
    return uploads.parts(upload(mpu).id()).stream()
        .map(part -> SdkResponses.part(part.number(), part.size(), part.eTag(), part.at()))
        .toList();
  }

  CompleteMultipartUploadResponse complete(
      MultipartUpload mpu, CompleteMultipartUploadRequest request) throws IOException {
    current.access().requireWrite(mpu.containerName(), mpu.blobName());
    Conditions.requirePermission(current, mpu.containerName(), mpu.blobName(), request.ifMatch());
    ObjectVersion version =
        uploads.complete(
            upload(mpu),
            request.multipartUpload().parts().stream().map(CompletedPart::partNumber).toList(),
            principal,
            Conditions.forWrite(mpu.blobName(), request.ifMatch(), request.ifNoneMatch()));
    return SdkResponses.completeResponse(version.eTag(), version.shownId().orElse(null));
  }

  void abort(MultipartUpload mpu) {
    current.access().require("AbortMultipartUpload", mpu.containerName(), mpu.blobName());
    uploads.abort(upload(mpu));
  }

  List<software.amazon.awssdk.services.s3.model.MultipartUpload> list(String bucket) {
    current.access().requireOnBucket("ListBucketMultipartUploads", bucket);
    return uploads.uploads(bucket).stream()
        .map(upload -> SdkResponses.upload(upload.key(), upload.id(), upload.initiated()))
        .toList();
  }

  private Upload upload(MultipartUpload mpu) {
    current.access().requireAny(mpu.containerName(), mpu.blobName());
    return uploads.upload(mpu.id(), mpu.containerName(), mpu.blobName());
  }
}
