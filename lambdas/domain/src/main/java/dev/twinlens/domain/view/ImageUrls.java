package dev.twinlens.domain.view;

import dev.twinlens.domain.catalog.Status;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.storage.ImageBucket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.GetObjectPresignRequest;

/** Presigned URLs by which a browser reads an image, its thumbnail and Rekognition's answer. */
public final class ImageUrls {
  private final S3Presigner presigner;
  private final String imagesBucket;
  private final String resultsBucket;
  private final Duration life;

  public ImageUrls(
      S3Presigner presigner, String imagesBucket, String resultsBucket, Duration life) {
    this.presigner = presigner;
    this.imagesBucket = imagesBucket;
    this.resultsBucket = resultsBucket;
    this.life = life;
  }

  /**
   * The URL of exactly the version that the row describes. A browser shows it in place; what was
   * rejected, which may be anything, it only offers to save.
   */
  public String view(SummaryRow image) {
    boolean rejected = image.status() == Status.REJECTED;
    GetObjectRequest.Builder request =
        GetObjectRequest.builder()
            .bucket(imagesBucket)
            .key(image.key())
            .versionId(ImageBucket.parameter(image.versionId().orElse(ObjectCreated.NO_VERSION)))
            .responseContentDisposition(
                disposition(rejected ? "attachment" : "inline", image.key()));
    if (!rejected) {
      image.contentType().ifPresent(request::responseContentType);
    }
    return presign(request.build());
  }

  /** The URL of Rekognition's whole answer, if there is one. */
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
                .signatureDuration(life)
                .getObjectRequest(request)
                .build())
        .url()
        .toString();
  }

  private static String disposition(String kind, String key) {
    String name = key.substring(key.lastIndexOf('/') + 1);
    // RFC 8187: what URLEncoder leaves as it is, is allowed there; only the space differs.
    String encoded =
        URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
    return name.isEmpty() ? kind : kind + "; filename*=UTF-8''" + encoded;
  }
}
