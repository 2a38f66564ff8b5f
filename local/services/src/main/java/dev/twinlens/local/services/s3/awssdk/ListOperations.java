package dev.twinlens.local.services.s3.awssdk;

import static java.util.Objects.requireNonNullElse;

import dev.twinlens.local.services.s3.ObjectListing;
import dev.twinlens.local.services.s3.ObjectListing.Listed;
import dev.twinlens.local.services.s3.ObjectListing.Position;
import java.util.List;
import java.util.Optional;
import org.gaul.s3proxy.blobstore.SdkResponses;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists of objects and versions. */
interface ListOperations extends StoreOperations {
  int MAX_KEYS = 1000;

  @Override
  default ListObjectsV2Response list(ListObjectsV2Request request) {
    current().access().requireOnBucket("ListBucket", request.bucket());
    String after =
        request.continuationToken() == null ? request.startAfter() : request.continuationToken();
    ObjectListing.Page page =
        stores()
            .objects()
            .listing(request.bucket())
            .objects(
                new ObjectListing.Query(
                    request.bucket(),
                    requireNonNullElse(request.prefix(), ""),
                    requireNonNullElse(request.delimiter(), ""),
                    new Position(requireNonNullElse(after, ""), Optional.empty()),
                    requireNonNullElse(request.maxKeys(), MAX_KEYS)));
    return SdkResponses.objectsPage(
        page.versions().stream().map(ListOperations::object).toList(),
        commonPrefixes(page),
        page.next().map(Position::key).orElse(null));
  }

  @Override
  default ListObjectVersionsResponse listVersions(ListObjectVersionsRequest request) {
    current().access().requireOnBucket("ListBucketVersions", request.bucket());
    Optional<String> versionIdMarker =
        Optional.ofNullable(request.versionIdMarker()).filter(marker -> !marker.isEmpty());
    ObjectListing.Page page =
        stores()
            .objects()
            .listing(request.bucket())
            .versions(
                new ObjectListing.Query(
                    request.bucket(),
                    requireNonNullElse(request.prefix(), ""),
                    requireNonNullElse(request.delimiter(), ""),
                    new Position(requireNonNullElse(request.keyMarker(), ""), versionIdMarker),
                    requireNonNullElse(request.maxKeys(), MAX_KEYS)));
    return ListObjectVersionsResponse.builder()
        .versions(
            page.versions().stream()
                .filter(listed -> !listed.version().deleteMarker())
                .map(ListOperations::version)
                .toList())
        .deleteMarkers(
            page.versions().stream()
                .filter(listed -> listed.version().deleteMarker())
                .map(ListOperations::marker)
                .toList())
        .commonPrefixes(commonPrefixes(page))
        .isTruncated(page.next().isPresent())
        .nextKeyMarker(page.next().map(Position::key).orElse(null))
        .nextVersionIdMarker(page.next().flatMap(Position::versionId).orElse(null))
        .build();
  }

  private static List<CommonPrefix> commonPrefixes(ObjectListing.Page page) {
    return page.commonPrefixes().stream().map(SdkResponses::commonPrefix).toList();
  }

  private static S3Object object(Listed listed) {
    return S3Object.builder()
        .key(listed.version().key())
        .eTag(listed.version().eTag())
        .lastModified(listed.version().lastModified())
        .size(listed.version().size())
        .storageClass(listed.version().storageClass())
        .build();
  }

  private static ObjectVersion version(Listed listed) {
    return ObjectVersion.builder()
        .key(listed.version().key())
        .versionId(listed.version().versionId())
        .isLatest(listed.latest())
        .eTag(listed.version().eTag())
        .size(listed.version().size())
        .lastModified(listed.version().lastModified())
        .storageClass(listed.version().storageClass())
        .build();
  }

  private static DeleteMarkerEntry marker(Listed listed) {
    return DeleteMarkerEntry.builder()
        .key(listed.version().key())
        .versionId(listed.version().versionId())
        .isLatest(listed.latest())
        .lastModified(listed.version().lastModified())
        .build();
  }
}
