package dev.twinlens.audit;

import dev.twinlens.domain.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists the versions in the images bucket. */
final class ImageVersions {
  private final S3Client s3;
  private final String bucket;

  ImageVersions(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  String bucket() {
    return bucket;
  }

  /**
   * One page of the list.
   *
   * @param next where the following page begins; empty when there is none
   */
  record Page(List<ObjectVersion> versions, Optional<String> next) {}

  /** Lists a page: the keys in their order, the versions of each from the newest to the oldest. */
  Page page(Optional<String> position) {
    ListObjectVersionsRequest.Builder request = ListObjectVersionsRequest.builder().bucket(bucket);
    position
        .map(SavedJson::object)
        .ifPresent(
            marker ->
                request
                    .keyMarker(String.valueOf(marker.get("key")))
                    .versionIdMarker(String.valueOf(marker.get("version"))));
    ListObjectVersionsResponse response = s3.listObjectVersions(request.build());
    return new Page(
        response.versions(),
        Optional.of(response)
            .filter(page -> Boolean.TRUE.equals(page.isTruncated()))
            .map(page -> position(page.nextKeyMarker(), page.nextVersionIdMarker())));
  }

  private static String position(String key, String version) {
    return Json.write(Map.of("key", key, "version", version));
  }

  /** The versions of one key from the newest to the oldest. */
  List<ObjectVersion> of(String key) {
    List<ObjectVersion> versions = new ArrayList<>();
    for (ListObjectVersionsResponse page :
        s3.listObjectVersionsPaginator(request -> request.bucket(bucket).prefix(key))) {
      page.versions().stream().filter(version -> version.key().equals(key)).forEach(versions::add);
      boolean others =
          Stream.concat(
                  page.versions().stream().map(ObjectVersion::key),
                  page.deleteMarkers().stream().map(DeleteMarkerEntry::key))
              .anyMatch(found -> !found.equals(key));
      if (others) {
        break;
      }
    }
    return versions;
  }

  /**
   * Whether the key shows an object. Of the keys with a prefix, S3 lists the prefix itself first.
   */
  boolean shows(String key) {
    return s3
        .listObjectsV2(request -> request.bucket(bucket).prefix(key).maxKeys(1))
        .contents()
        .stream()
        .map(S3Object::key)
        .anyMatch(key::equals);
  }

  /** Whether a delete marker hides the key, as when a person has deleted the image. */
  boolean isHidden(String key) {
    return s3
        .listObjectVersions(request -> request.bucket(bucket).prefix(key))
        .deleteMarkers()
        .stream()
        .anyMatch(marker -> marker.key().equals(key) && marker.isLatest());
  }
}
