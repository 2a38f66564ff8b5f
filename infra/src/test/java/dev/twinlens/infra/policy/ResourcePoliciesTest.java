package dev.twinlens.infra.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.infra.WholeStack;
import dev.twinlens.infra.graph.PolicyStatement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The policies of buckets, topics, queues and keys. */
class ResourcePoliciesTest {
  @ParameterizedTest
  @CsvSource({
    "aws:s3/bucketV2:BucketV2, aws:s3/bucketPolicy:BucketPolicy",
    "aws:sns/topic:Topic, aws:sns/topicPolicy:TopicPolicy",
    "aws:sqs/queue:Queue, aws:sqs/queuePolicy:QueuePolicy"
  })
  void existForEachResourceAndRequireTls(String type, String policyType) {
    for (var stack : WholeStack.values()) {
      var recorded = stack.recorded();
      assertThat(recorded.resources(policyType))
          .isNotEmpty()
          .hasSameSizeAs(recorded.resources(type))
          .allSatisfy(
              policy ->
                  assertThat(policy.policy("policy"))
                      .anySatisfy(
                          statement ->
                              assertThat(statement)
                                  .isEqualTo(
                                      PolicyStatement.tlsOnly(
                                          statement.actions().iterator().next(),
                                          statement.resources().toArray(String[]::new)))));
    }
  }

  @ParameterizedTest
  @EnumSource
  void allowNobodyInGeneral(WholeStack stack) {
    assertThat(stack.recorded().resources())
        .filteredOn(
            resource -> resource.find("policy").filter(String.class::isInstance).isPresent())
        .flatExtracting(resource -> resource.policy("policy"))
        .filteredOn(PolicyStatement::isAllow)
        .isNotEmpty()
        .noneMatch(statement -> statement.principal().contains("*"));
  }
}
