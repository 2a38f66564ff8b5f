package dev.twinlens.local.services.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.twinlens.local.services.access.UnknownOperationException;
import dev.twinlens.local.services.auth.QueryString;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3ActionsTest {
  private static final String CAT = "arn:aws:s3:::images/2026/cat";

  @ParameterizedTest
  @CsvSource({
    "GET, ListAllMyBuckets",
    "GET ?x-id=ListBuckets&max-buckets=10, ListAllMyBuckets",
  })
  void listsTheBucketsOfTheAccount(String request, String action) throws Exception {
    assertThat(permissions(request, "/")).containsExactly(action + " *");
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, CreateBucket",
    "DELETE, DeleteBucket",
    "HEAD, ListBucket",
    "GET, ListBucket",
    "GET ?list-type=2&prefix=a&delimiter=/&max-keys=1&start-after=b&encoding-type=url, ListBucket",
    "GET ?versions&prefix=a&key-marker=b&version-id-marker=c, ListBucketVersions",
    "GET ?uploads&upload-id-marker=a, ListBucketMultipartUploads",
    "GET ?location, GetBucketLocation",
    "GET ?acl, GetBucketAcl",
    "PUT ?acl, PutBucketAcl",
    "GET ?versioning, GetBucketVersioning",
    "PUT ?versioning, PutBucketVersioning",
    "GET ?notification, GetBucketNotification",
    "PUT ?notification, PutBucketNotification",
    "GET ?policy, GetBucketPolicy",
    "PUT ?policy, PutBucketPolicy",
    "DELETE ?policy, DeleteBucketPolicy",
    "GET ?cors, GetBucketCORS",
    "PUT ?cors, PutBucketCORS",
    "DELETE ?cors, PutBucketCORS",
    "GET ?encryption, GetEncryptionConfiguration",
    "PUT ?encryption, PutEncryptionConfiguration",
    "DELETE ?encryption, PutEncryptionConfiguration",
    "GET ?lifecycle, GetLifecycleConfiguration",
    "PUT ?lifecycle, PutLifecycleConfiguration",
    "DELETE ?lifecycle, PutLifecycleConfiguration",
    "GET ?ownershipControls, GetBucketOwnershipControls",
    "DELETE ?ownershipControls, PutBucketOwnershipControls",
    "GET ?publicAccessBlock, GetBucketPublicAccessBlock",
    "DELETE ?publicAccessBlock, PutBucketPublicAccessBlock",
    "GET ?tagging, GetBucketTagging",
    "DELETE ?tagging, PutBucketTagging",
  })
  void needsAPermissionOnTheBucket(String request, String action) throws Exception {
    assertThat(permissions(request, "/images")).containsExactly(action + " arn:aws:s3:::images");
    assertThat(permissions(request, "/images/")).containsExactly(action + " arn:aws:s3:::images");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, GetObject",
    "HEAD, GetObject",
    "GET ?response-content-type=text/html&partNumber=1, GetObject",
    "GET ?X-Amz-Algorithm=a&X-Amz-Signature=b&x-id=GetObject, GetObject",
    "GET ?versionId=v, GetObjectVersion",
    "HEAD ?versionId=v, GetObjectVersion",
    "GET ?versionId, GetObjectVersion",
    "GET ?acl, GetObjectAcl",
    "GET ?acl&versionId=v, GetObjectVersionAcl",
    "PUT ?acl, PutObjectAcl",
    "PUT ?acl&versionId=v, PutObjectVersionAcl",
    "GET ?tagging, GetObjectTagging",
    "GET ?tagging&versionId=v, GetObjectVersionTagging",
    "PUT ?tagging, PutObjectTagging",
    "PUT ?tagging&versionId=v, PutObjectVersionTagging",
    "DELETE ?tagging, DeleteObjectTagging",
    "DELETE ?tagging&versionId=v, DeleteObjectVersionTagging",
    "PUT, PutObject",
    "DELETE, DeleteObject",
    "DELETE ?versionId=v, DeleteObjectVersion",
    "POST ?uploads, PutObject",
    "PUT ?uploadId=u&partNumber=1, PutObject",
    "POST ?uploadId=u, PutObject",
    "GET ?uploadId=u&max-parts=1&part-number-marker=0, ListMultipartUploadParts",
    "DELETE ?uploadId=u, AbortMultipartUpload",
  })
  void needsAPermissionOnTheObject(String request, String action) throws Exception {
    assertThat(permissions(request, "/images/2026/cat")).containsExactly(action + " " + CAT);
  }

  @ParameterizedTest
  @CsvSource({
    "/other/dog, GetObject arn:aws:s3:::other/dog",
    "other/dog, GetObject arn:aws:s3:::other/dog",
    "other/a/b, GetObject arn:aws:s3:::other/a/b",
    "other/%C3%BC%20dog%3F, GetObject arn:aws:s3:::other/ü dog?",
    "other/dog?versionId=v, GetObjectVersion arn:aws:s3:::other/dog",
    "other/dog%3FversionId=v, GetObject arn:aws:s3:::other/dog?versionId=v",
  })
  void copyingNeedsThePermissionToReadTheSource(String source, String reading) throws Exception {
    for (String request : List.of("PUT", "PUT ?uploadId=u&partNumber=1")) {
      assertThat(permissions(request, "/images/2026/cat", source))
          .containsExactly("PutObject " + CAT, reading);
    }
  }

  @Test
  void tagsAndAclsNeedTheirOwnPermissions() throws Exception {
    assertThat(permissions("PUT", "/images/2026/cat", "", "x-amz-acl", "x-amz-tagging"))
        .containsExactly("PutObject " + CAT, "PutObjectAcl " + CAT, "PutObjectTagging " + CAT);
    assertThat(permissions("POST ?uploads", "/images/2026/cat", "", "x-amz-grant-read"))
        .containsExactly("PutObject " + CAT, "PutObjectAcl " + CAT);
    assertThat(permissions("PUT", "/images", "", "x-amz-grant-full-control"))
        .containsExactly("CreateBucket arn:aws:s3:::images", "PutBucketAcl arn:aws:s3:::images");
  }

  /** Each of them is authorized on its own. */
  @Test
  void deletingSeveralObjectsNeedsNoPermissionInAdvance() throws Exception {
    assertThat(permissions("POST ?delete", "/images")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /, POST account",
    "GET ?acl, /, GET account?acl",
    "GET, //images/cat, GET account",
    "GET ?torrent, /images/cat, GET object?torrent",
    "GET ?attributes, /images/cat, GET object?attributes",
    "PUT ?retention, /images/cat, PUT object?retention",
    "POST ?restore, /images/cat, POST object?restore",
    "POST ?select&select-type=2, /images/cat, POST object?select&select-type",
    "POST, /images/cat, POST object",
    "PATCH, /images/cat, PATCH object",
    "HEAD ?acl, /images/cat, HEAD object?acl",
    "DELETE ?acl, /images/cat, DELETE object?acl",
    "POST ?delete, /images/cat, POST object?delete",
    "GET ?uploads, /images/cat, GET object?uploads",
    "PUT ?accelerate, /images, PUT bucket?accelerate",
    "GET ?policyStatus, /images, GET bucket?policyStatus",
    "PUT ?website, /images, PUT bucket?website",
    "DELETE ?versioning, /images, DELETE bucket?versioning",
    "DELETE ?notification, /images, DELETE bucket?notification",
    "DELETE ?acl, /images, DELETE bucket?acl",
    "DELETE ?location, /images, DELETE bucket?location",
    "POST ?policy, /images, POST bucket?policy",
    "POST, /images, POST bucket",
    "GET ?uploadId=u, /images, GET bucket?uploadId",
  })
  void rejectsUnknownOperationsByName(String request, String path, String name) {
    assertUnknown(request, path, name);
  }

  /** S3Proxy would act on one of them, and the authorization might be for the other. */
  @ParameterizedTest
  @CsvSource({
    "PUT ?acl&uploadId=u&partNumber=1, /images/cat, PUT object?acl&uploadId",
    "GET ?tagging&uploadId=u, /images/cat, GET object?tagging&uploadId",
    "HEAD ?uploadId=u, /images/cat, HEAD object?uploadId",
    "POST ?uploads&uploadId=u, /images/cat, POST object?uploadId&uploads",
    "GET ?versions&uploads, /images, GET bucket?uploads&versions",
    "GET ?location&acl, /images, GET bucket?acl&location",
    "POST ?delete&policy, /images, POST bucket?delete&policy",
    "PUT ?cors&policy, /images, PUT bucket?cors&policy",
  })
  void rejectsAmbiguousOperations(String request, String path, String name) {
    assertUnknown(request, path, name);
  }

  @Test
  void rejectsACopyWithoutASource() {
    assertThatExceptionOfType(UnknownOperationException.class)
        .isThrownBy(() -> permissions("PUT", "/images/cat", "other"));
  }

  private static void assertUnknown(String request, String path, String name) {
    assertThatExceptionOfType(UnknownOperationException.class)
        .isThrownBy(() -> permissions(request, path))
        .satisfies(
            unknown -> {
              assertThat(unknown.service()).isEqualTo("s3");
              assertThat(unknown.operation()).isEqualTo(name);
            });
  }

  /** A permission as its action and resource. */
  private static List<String> permissions(String request, String path) throws Exception {
    return permissions(request, path, /* copySource= */ "");
  }

  private static List<String> permissions(
      String request, String path, String copySource, String... headers) throws Exception {
    List<String> parts = Arrays.asList(request.split(" \\?", 2));
    return S3Actions.of(
            parts.get(0),
            S3Address.of(path),
            QueryString.parse(parts.size() > 1 ? parts.get(1) : "").firstValues(),
            Set.of(headers)::contains,
            copySource)
        .stream()
        .map(S3ActionsTest::shown)
        .toList();
  }

  private static String shown(S3Permission permission) {
    return permission.action() + " " + permission.resource();
  }
}
