package dev.twinlens.local.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.local.services.auth.AccessKey;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.BucketAccelerateStatus;

/** Requests that this S3 and S3Proxy might read differently. */
class S3AmbiguityTest extends S3AuthorizationTestCase {
  /**
   * One reading of each needs only the granted permission; S3Proxy might act on another reading.
   */
  @ParameterizedTest
  @CsvSource({
    "DELETE, ?acl, s3:PutBucketAcl, false",
    "GET, ?versions&uploads, s3:ListBucketVersions, false",
    "HEAD, ?uploadId=u, s3:ListMultipartUploadParts, true",
    "PUT, ?acl&uploadId=u&partNumber=1, s3:PutObjectAcl, true",
    "DELETE, ?acl, s3:DeleteObjectAcl, true",
  })
  void deniesAmbiguousRequests(String method, String query, String action, boolean onObject)
      throws Exception {
    String empty = "empty-" + UUID.randomUUID();
    administrator.createBucket(create -> create.bucket(empty));
    String path = "/" + (onObject ? mine + "/cat" : empty);
    role.may(action, "arn:aws:s3:::" + path.substring(1));

    assertThat(raw(role.key).send(method, path + query).statusCode()).isEqualTo(403);
    assertThat(administrator.listBuckets().buckets()).extracting(Bucket::name).contains(empty);
    assertThat(get(administrator, mine, "cat")).isEqualTo("cat");
  }

  /** With the copy header, S3Proxy copies regardless of the subresource. */
  @Test
  void writesNothingWithThePermissionToSetAnAcl() throws Exception {
    role.may("s3:PutObjectAcl s3:GetObject", arn(mine, "*"));

    HttpResponse<String> answer =
        raw(role.key)
            .send(
                "PUT",
                "/" + mine + "/cat?acl",
                Map.of(
                    "x-amz-copy-source",
                    "/" + mine + "/cat",
                    "x-amz-metadata-directive",
                    "REPLACE"),
                "");

    assertAccessDenied(answer);
    assertThat(administrator.headObject(head -> head.bucket(mine).key("cat")).versionId())
        .isEqualTo(version);
  }

  @Test
  void deniesOperationsWithoutAKnownActionByName() throws Exception {
    AccessKey key = AWS.services().administrator();

    assertAccessDenied(raw(key).send("GET", "/" + mine + "/cat?torrent"));
    assertDenied(
        () ->
            administrator.putBucketAccelerateConfiguration(
                put ->
                    put.bucket(mine)
                        .accelerateConfiguration(c -> c.status(BucketAccelerateStatus.ENABLED))));

    assertThat(AWS.services().access().report().denials())
        .extracting(denial -> denial.action())
        .contains("s3:GET object?torrent", "s3:PUT bucket?accelerate");
  }

  /**
   * The role may do anything with the objects of one bucket. However a path is written, the request
   * either acts on the key in it and in that bucket, or on nothing.
   */
  @ParameterizedTest
  @CsvSource({
    "/{mine}/../{other}/secret, ../{other}/secret",
    "/{mine}/%2e%2e/{other}/secret, ../{other}/secret",
    "/{mine}/%2E%2E%2F{other}%2Fsecret, ../{other}/secret",
    "/{mine}//{other}/secret, /{other}/secret",
    "/{mine}/%2F{other}/secret, /{other}/secret",
    "/{mine}/./secret, ./secret",
    "/{mine}/a%2Fb, a/b",
    "/{mine}/a%3Facl, a?acl",
    "/{mine}/a;b=c/d, a;b=c/d",
    "/{mine}/%5C..%5C{other}%5Csecret, \\..\\{other}\\secret",
    "/{mine}/C:%5Csecret, C:\\secret",
    "/{mine}/%252e%252e/secret, %2e%2e/secret",
    "//{other}/secret, ''",
    "//{mine}/secret, ''",
    "/../{other}/secret, ''",
    "/./{other}/secret, ''",
    "/%2e%2e/{other}/secret, ''",
    "/{mine}%2F..%2F{other}%2Fsecret, ''",
    "/{mine}%2F..%2F{other}/secret, ''",
    "/{other}%2Fsecret, ''",
    "/{mine}%2Fsecret, ''",
    "/{mine}%2F, ''",
    "/{mine}%00/secret, ''",
    "/{mine}/%00secret, ''",
    "/{mine};/../{other}/secret, ''",
    "/%2F{other}/secret, ''",
  })
  void actsOnTheObjectThatWasAuthorized(String path, String key) throws Exception {
    role.may("s3:*", arn(mine, "*"));
    List<Bucket> buckets = administrator.listBuckets().buckets();
    String target = path.replace("{mine}", mine).replace("{other}", other);
    SignedHttp http = raw(role.key);

    HttpResponse<String> written = http.send("PUT", target, Map.of(), "mine");
    HttpResponse<String> read = http.send("GET", target);

    if (key.isEmpty()) {
      assertThat(written.statusCode()).isBetween(400, 499);
      assertThat(read.statusCode()).isBetween(400, 499);
      assertThat(keys(mine)).containsExactly("cat");
    } else {
      assertThat(written.statusCode()).isEqualTo(200);
      assertThat(read.body()).isEqualTo("mine");
      String stored = key.replace("{other}", other);
      assertThat(keys(mine)).containsExactlyInAnyOrder("cat", stored);
      assertThat(http.send("DELETE", target).statusCode()).isEqualTo(204);
      assertThat(keys(mine)).containsExactly("cat");
    }
    assertThat(http.send("DELETE", target).body()).doesNotContain(SECRET);
    assertThat(keys(other)).containsExactly("secret");
    assertThat(get(administrator, other, "secret")).isEqualTo(SECRET);
    assertThat(administrator.listBuckets().buckets()).isEqualTo(buckets);
    assertThat(fileNames()).noneMatch(name -> name.contains("secret") || name.contains("acl"));
  }

  /** The store chooses the names of files: no key becomes a path. */
  private static List<String> fileNames() throws Exception {
    try (var files = Files.walk(AWS.data().resolve("s3"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
