package dev.twinlens.infra.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import dev.twinlens.infra.Recordings;
import dev.twinlens.infra.graph.FakeClouds;
import dev.twinlens.infra.graph.PolicyStatement;
import dev.twinlens.infra.graph.RecordedResource;
import dev.twinlens.infra.graph.RecordedStack;
import dev.twinlens.infra.storage.PrivateBucket;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class UploadEventsTest {
  private static final String TOPIC = FakeClouds.arn("sns", "arrivals-1a2b3c4");

  private static RecordedStack program;

  @BeforeAll
  static void register() {
    program =
        Recordings.ofComponent(
            options ->
                new UploadEvents(
                    "arrivals",
                    new UploadEvents.Args(
                        new PrivateBucket(
                            "photos",
                            PrivateBucket.Args.plain(false),
                            ComponentResourceOptions.Empty),
                        Output.of(FakeClouds.ACCOUNT)),
                    options));
  }

  @Test
  void consistsOfTopicAndPolicy() {
    assertThat(program.childrenOf("arrivals"))
        .extracting(RecordedResource::toString)
        .containsExactlyInAnyOrder(
            "aws:sns/topic:Topic arrivals", "aws:sns/topicPolicy:TopicPolicy arrivals-policy");
  }

  @Test
  void allowsOnlyItsBucketOfItsAccountToPublish() {
    var policy = program.resource("aws:sns/topicPolicy:TopicPolicy", "arrivals-policy");
    assertThat(policy.input("arn")).isEqualTo(TOPIC);
    assertThat(policy.policy("policy"))
        .containsExactlyInAnyOrder(
            new PolicyStatement(
                "AllowUploadEvents",
                "Allow",
                "{Service=s3.amazonaws.com}",
                Set.of("sns:Publish"),
                Set.of(TOPIC),
                Map.of(
                    "ArnEquals", Map.of("aws:SourceArn", "arn:aws:s3:::photos-1a2b3c4"),
                    "StringEquals", Map.of("aws:SourceAccount", FakeClouds.ACCOUNT))),
            PolicyStatement.tlsOnly("sns:Publish", TOPIC));
  }
}
