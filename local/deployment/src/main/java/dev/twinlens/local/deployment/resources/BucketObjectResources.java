package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.pulumi.Asset;
import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Objects that the program puts into buckets. */
final class BucketObjectResources {
  private final S3Client s3;
  private final Path programDirectory;

  BucketObjectResources(S3Client s3, DeploymentContext context) {
    this.s3 = s3;
    this.programDirectory = context.programDirectory();
  }

  void register(ProvisionerRegistry registry) {
    registry.type("aws:s3/bucketObjectv2:BucketObjectv2", this::object, this::remove);
  }

  private Provisioned object(ResourceRequest request) {
    Inputs inputs = request.inputs();
    String bucket = inputs.string("bucket");
    String key = inputs.string("key");
    PutObjectRequest.Builder put = PutObjectRequest.builder().bucket(bucket).key(key);
    inputs.optionalString("contentType").ifPresent(put::contentType);
    inputs.optionalString("cacheControl").ifPresent(put::cacheControl);
    String etag = s3.putObject(put.build(), content(inputs)).eTag();
    return new Provisioned(
        bucket + "/" + key,
        Map.of("arn", Arns.bucket(bucket) + "/" + key, "etag", etag.replace("\"", "")));
  }

  private RequestBody content(Inputs inputs) {
    Optional<String> content = inputs.optionalString("content");
    if (content.isPresent()) {
      return RequestBody.fromString(content.get());
    }
    return switch (inputs.asset("source")) {
      case Asset.File file -> RequestBody.fromFile(programDirectory.resolve(file.path()));
      case Asset.Text text -> RequestBody.fromString(text.content());
    };
  }

  private void remove(String id) {
    int slash = id.indexOf('/');
    s3.deleteObject(delete -> delete.bucket(id.substring(0, slash)).key(id.substring(slash + 1)));
  }
}
