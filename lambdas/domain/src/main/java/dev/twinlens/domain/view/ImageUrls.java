package dev.twinlens.domain.view;

import dev.twinlens.domain.catalog.Status;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.keys.Urls;
import dev.twinlens.domain.storage.ImageBucket;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.GetObjectPresignRequest;

/** Presigned URLs by which a browser reads an image, its thumbnail and Rekognition's response. */
public final class ImageUrls {
  private final S3Presigner presigner;
  private final String imagesBucket;
  private final String resultsBucket;
  private final Duration expiry;

  public ImageUrls(
      S3Presigner presigner, String imagesBucket, String resultsBucket, Duration expiry) {
    this.presigner = presigner;
    this.imagesBucket = imagesBucket;
    this.resultsBucket = resultsBucket;
    this.expiry = expiry;
  }

  /**
   * The URL of exactly the version that the row describes. A browser displays it, except for a
   * rejected file, which can be anything: that is offered for saving only.
   */
  public String view(SummaryRow image) {
    boolean rejected = image.status() == Status.REJECTED;
    GetObjectRequest.Builder request =
        GetObjectRequest.builder()
            .bucket(imagesBucket)
            .key(image.key())
            .responseContentDisposition(
                disposition(rejected ? "attachment" : "inline", image.key()));
    image.versionId().ifPresent(id -> ImageBucket.ifVersioned(id, request::versionId));
    if (!rejected) {
      image.contentType().ifPresent(request::responseContentType);
    }
    return presign(request.build());
  }

  /** The URL of Rekognition's whole response, if there is one. */
  public Optional<String> result(SummaryRow image) {
    return image
        .resultKey()
        .map(key -> presign(GetObjectRequest.builder().bucket(resultsBucket).key(key).build()));
  }

  /** The URL of the thumbnail, if there is one. */
  public Optional<String> thumbnail(SummaryRow image) {
    return image
        .thumbnail()
        .map(
            thumbnail ->
                presign(
                    GetObjectRequest.builder().bucket(resultsBucket).key(thumbnail.key()).build()));
  }

  private String presign(GetObjectRequest request) {
    return presigner
        .presignGetObject(
            GetObjectPresignRequest.builder()
                .signatureDuration(expiry)
                .getObjectRequest(request)
                .build())
        .url()
        .toString();
  }

  private static String disposition(String kind, String key) {
    String name = key.substring(key.lastIndexOf('/') + 1);
    // RFC 8187 allows what percent-encoding leaves as it is, except the asterisk.
    String encoded = Urls.encode(name).replace("*", "%2A");
    return name.isEmpty() ? kind : kind + "; filename*=UTF-8''" + encoded;
  }
}
