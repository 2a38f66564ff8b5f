package dev.twinlens.local.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

class S3KeysTest extends S3TestCase {
  static Stream<String> keys() {
    return Stream.of(
        "a",
        "a/b",
        "a//b",
        "/leading",
        "//two leading",
        "trailing/",
        " a b ",
        "a+b",
        "100%",
        "%41",
        "%2F",
        "ünïcode/文字",
        "😀/👩‍🚀.png",
        "quote\"'<>&`|\\^{}[]",
        "?query=x&y#fragment",
        ";,:@$!*()~=",
        "tab\tnew\nline",
        "..",
        "../x",
        "a/../../b",
        "a/./b",
        ".",
        ".s3proxy",
        "x".repeat(1024),
        "y".repeat(300) + "/" + "z".repeat(300),
        "é".repeat(512));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void storesAnObjectUnderAnyKey(String key) {
    s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString("content of " + key));

    assertThat(read(key)).isEqualTo("content of " + key);
    assertThat(s3.headObject(head -> head.bucket(bucket).key(key)).contentLength())
        .isEqualTo(("content of " + key).getBytes(UTF_8).length);
    assertThat(s3.listObjectsV2(list -> list.bucket(bucket)).contents())
        .extracting(S3Object::key)
        .containsExactly(key);
    assertThat(s3.listObjectVersions(list -> list.bucket(bucket)).versions())
        .extracting(ObjectVersion::key)
        .containsExactly(key);

    s3.deleteObject(delete -> delete.bucket(bucket).key(key));

    assertThatThrownBy(() -> read(key)).isInstanceOf(NoSuchKeyException.class);
  }

  @Test
  void rejectsAKeyOfMoreThan1024Bytes() {
    assertThatThrownBy(() -> put("é".repeat(512) + "x", "content"))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(400);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("KeyTooLongError");
            });
  }

  @Test
  void storesAKeyAndAnotherBelowIt() {
    put("a", "one");
    put("a/b", "two");
    put("a/b/c", "three");

    assertThat(List.of(read("a"), read("a/b"), read("a/b/c")))
        .containsExactly("one", "two", "three");
  }

  @Test
  void listsKeysInTheOrderOfTheirUtf8Bytes() {
    List<String> keys = List.of("😀", "\uFF21", "é", "z", "a/b", "a", "a!", "a0", "B");
    keys.forEach(key -> put(key, "x"));

    List<String> byBytes = new ArrayList<>(keys);
    byBytes.sort(
        (one, other) -> Arrays.compareUnsigned(one.getBytes(UTF_8), other.getBytes(UTF_8)));

    assertThat(s3.listObjectsV2(list -> list.bucket(bucket)).contents())
        .extracting(S3Object::key)
        .containsExactlyElementsOf(byBytes);
  }

  @Test
  void listsInPagesByPrefixAndDelimiter() {
    for (String key : List.of("p/1", "p/2/x", "p/2/y", "p/3", "p/4/z", "q")) {
      put(key, "x");
    }

    List<String> keys = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    String token = null;
    int pages = 0;
    do {
      String from = token;
      ListObjectsV2Response page =
          s3.listObjectsV2(
              list ->
                  list.bucket(bucket)
                      .prefix("p/")
                      .delimiter("/")
                      .maxKeys(1)
                      .continuationToken(from));
      page.contents().forEach(object -> keys.add(object.key()));
      page.commonPrefixes().forEach(prefix -> prefixes.add(prefix.prefix()));
      token = page.nextContinuationToken();
      pages++;
    } while (token != null);

    assertThat(keys).containsExactly("p/1", "p/3");
    assertThat(prefixes).containsExactly("p/2/", "p/4/");
    assertThat(pages).isEqualTo(4);
  }

  @Test
  void listsAGroupOfVersionsOnce() {
    for (String key : List.of("p/1", "p/2/x", "p/2/x", "p/2/y", "p/3")) {
      put(key, "x");
    }

    var pages =
        s3.listObjectVersionsPaginator(
            list -> list.bucket(bucket).prefix("p/").delimiter("/").maxKeys(1));

    assertThat(pages.versions()).extracting(ObjectVersion::key).containsExactly("p/1", "p/3");
    assertThat(pages.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("p/2/");
  }
}
