package dev.twinlens.infra.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.infra.Recordings;
import dev.twinlens.infra.graph.FakeClouds;
import dev.twinlens.infra.graph.PolicyStatement;
import dev.twinlens.infra.graph.RecordedResource;
import dev.twinlens.infra.graph.RecordedStack;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NotificationsTest {
  private static final String TOPIC = FakeClouds.arn("sns", "news-1a2b3c4");

  private static RecordedStack to(Optional<String> email) {
    return Recordings.ofComponent(
        options -> new Notifications("news", new Notifications.Args(email), options));
  }

  @Test
  void consistsOfAnEncryptedTopic() {
    var program = to(Optional.empty());
    assertThat(program.childrenOf("news"))
        .extracting(RecordedResource::toString)
        .containsExactlyInAnyOrder(
            "aws:sns/topic:Topic news", "aws:sns/topicPolicy:TopicPolicy news-policy");
    assertThat(program.resource("aws:sns/topic:Topic", "news").inputs())
        .isEqualTo(Map.of("kmsMasterKeyId", "alias/aws/sns"));
    assertThat(program.resource("aws:sns/topicPolicy:TopicPolicy", "news-policy").policy("policy"))
        .containsExactly(PolicyStatement.tlsOnly("sns:Publish", TOPIC));
  }

  @Test
  void sendsMailsWhenThereIsAnAddress() {
    assertThat(
            to(Optional.of("photos@example.org"))
                .resource("aws:sns/topicSubscription:TopicSubscription", "news-email")
                .inputs())
        .isEqualTo(Map.of("topic", TOPIC, "protocol", "email", "endpoint", "photos@example.org"));
  }
}
