package dev.twinlens.domain.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.testing.StoredVersion;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class S3NotificationsTest {
  /** As S3's user guide prints it under "Event message structure", with one record. */
  private static final String DOCUMENTED =
      """
      {"Records":[{"eventVersion":"2.2","eventSource":"aws:s3","awsRegion":"us-west-2",
       "eventTime":"1970-01-01T00:00:00.000Z","eventName":"ObjectCreated:Put",
       "userIdentity":{"principalId":"AIDAJDPLRKLG7UEXAMPLE"},
       "requestParameters":{"sourceIPAddress":"127.0.0.1"},
       "responseElements":{"x-amz-request-id":"C3D13FE58DE4C810","x-amz-id-2":"FMyUVURIY8/IgAtTv8xRjskZQpcIZ9KG4V5Wp6S7S/JRWeUWerMUE5JgHvANOjpD"},
       "s3":{"s3SchemaVersion":"1.0","configurationId":"testConfigRule",
        "bucket":{"name":"amzn-s3-demo-bucket","ownerIdentity":{"principalId":"A3NL1KOZZKExample"},"arn":"arn:aws:s3:::amzn-s3-demo-bucket"},
        "object":{"key":"HappyFace.jpg","size":1024,"eTag":"d41d8cd98f00b204e9800998ecf8427e","versionId":"096fKKXTRTtl3on89fVO.nfljtsv6qko","sequencer":"0055AED6DCD90281E5"}}}]}
      """;

  @Test
  void readsWhatTheUserGuidePrints() throws MalformedMessageException {
    assertThat(S3Notifications.parse(DOCUMENTED))
        .containsExactly(
            new ObjectCreated(
                "amzn-s3-demo-bucket",
                "HappyFace.jpg",
                "096fKKXTRTtl3on89fVO.nfljtsv6qko",
                new Sequencer("0055AED6DCD90281E5"),
                1024,
                Instant.EPOCH));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b.jpg",
        "a+b.jpg",
        "100%.jpg",
        "a%20b.jpg",
        "ordner/ünïcode/😀.png",
        "a/b//c.jpg",
        "a&b=c?.jpg"
      })
  void decodesKeys(String key) throws MalformedMessageException {
    String body = StoredVersion.message(new StoredVersion("bucket", key, "v1", "01", 5));

    assertThat(S3Notifications.parse(body)).extracting(ObjectEvent::key).containsExactly(key);
  }

  @Test
  void readsEveryRecord() throws MalformedMessageException {
    String body =
        StoredVersion.message(
            new StoredVersion("bucket", "one", "v1", "01", 5),
            new StoredVersion("bucket", "two", "v2", "02", 6));

    assertThat(S3Notifications.parse(body))
        .extracting(ObjectEvent::key)
        .containsExactly("one", "two");
  }

  @Test
  void callsTheVersionOfAnUnversionedObjectNull() throws MalformedMessageException {
    String body = DOCUMENTED.replace("\"versionId\":\"096fKKXTRTtl3on89fVO.nfljtsv6qko\",", "");

    assertThat(S3Notifications.parse(body))
        .extracting(ObjectEvent::versionId)
        .containsExactly("null");
  }

  @Test
  void ignoresTheTestMessage() throws MalformedMessageException {
    String body =
        """
        {"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2014-10-13T15:57:02.089Z","Bucket":"amzn-s3-demo-bucket",
         "RequestId":"5582815E1AEA5ADF","HostId":"8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR+YstdA6Knx4Ip8EXAMPLE"}
        """;

    assertThat(S3Notifications.parse(body)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ObjectRemoved:Delete, DESTROYED",
    "ObjectRemoved:DeleteMarkerCreated, HIDDEN",
    "LifecycleExpiration:Delete, DESTROYED",
    "LifecycleExpiration:DeleteMarkerCreated, HIDDEN"
  })
  void readsRemovals(String name, ObjectRemoved.Kind kind) throws MalformedMessageException {
    String body =
        DOCUMENTED
            .replace("ObjectCreated:Put", name)
            .replace("\"size\":1024,\"eTag\":\"d41d8cd98f00b204e9800998ecf8427e\",", "");

    assertThat(S3Notifications.parse(body))
        .containsExactly(
            new ObjectRemoved(
                "amzn-s3-demo-bucket",
                "HappyFace.jpg",
                "096fKKXTRTtl3on89fVO.nfljtsv6qko",
                new Sequencer("0055AED6DCD90281E5"),
                Instant.EPOCH,
                kind));
  }

  @Test
  void ignoresOtherEvents() throws MalformedMessageException {
    assertThat(S3Notifications.parse(DOCUMENTED.replace("ObjectCreated:Put", "ObjectTagging:Put")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "[]",
        "{}",
        "{\"Records\":[]}",
        "{\"Records\":[{}]}",
        "{\"Records\":\"x\"}",
        "{\"Records\":[1]}",
        "{\"Records\":[{\"eventName\":\"ObjectCreated:Put\"}]}",
        "{\"Type\":\"Notification\",\"Message\":\"{}\"}"
      })
  void rejectsGarbage(String body) {
    assertThatThrownBy(() -> S3Notifications.parse(body))
        .isInstanceOf(MalformedMessageException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"key\":\"HappyFace.jpg\",",
        ",\"sequencer\":\"0055AED6DCD90281E5\"",
        "\"name\":\"amzn-s3-demo-bucket\","
      })
  void rejectsRecordsThatLackWhatIsNeeded(String part) {
    assertThatThrownBy(() -> S3Notifications.parse(DOCUMENTED.replace(part, "")))
        .isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void rejectsKeysThatAreNotUrlEncoded() {
    assertThatThrownBy(() -> S3Notifications.parse(DOCUMENTED.replace("HappyFace", "100%zz")))
        .isInstanceOf(MalformedMessageException.class);
  }
}
