package dev.twinlens.local.iam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyVariablesTest {
  private static final String BUCKET = "arn:aws:s3:::images";
  private static final Set<String> SUPPLIED_WHERE_PRESENT = Set.of("aws:PrincipalTag/optional");

  @Test
  void matchTheValuesOfTheRequest() {
    String policy = policy("\"arn:aws:s3:::images/${aws:PrincipalTag/team}/*\"");
    String cat = BUCKET + "/red/cat.jpg";

    assertThat(allows(policy, cat, Map.of("aws:PrincipalTag/team", "red"))).isTrue();
    assertThat(allows(policy, cat, Map.of("aws:PrincipalTag/team", "*"))).isFalse();
    assertThat(evaluate(policy, cat, Map.of()))
        .asString()
        .contains("no value for the policy variable ${aws:PrincipalTag/team}");
  }

  @Test
  void haveDefaultsAndEscapes() {
    String policy =
        policy(
            "[\"arn:aws:s3:::${aws:PrincipalTag/optional, 'images'}/a\","
                + " \"arn:aws:s3:::images/${*}\"]");

    assertThat(allows(policy, BUCKET + "/a", Map.of())).isTrue();
    assertThat(allows(policy, BUCKET + "/*", Map.of())).isTrue();
    assertThat(allows(policy, BUCKET + "/b", Map.of())).isFalse();
  }

  @Test
  void doNotUseTheirDefaultWhereTheKeyIsNeverSupplied() {
    String policy = policy("\"arn:aws:s3:::${aws:PrincipalTag/never, 'images'}/a\"");

    assertThat(evaluate(policy, BUCKET + "/a", Map.of()))
        .asString()
        .contains("no value for the policy variable ${aws:PrincipalTag/never}");
  }

  @Test
  void areLiteralInTheOldPolicyVersion() {
    String policy =
        """
        {"Statement": {"Effect": "Allow", "Action": "s3:*",
         "Resource": "arn:aws:s3:::images/${aws:username}"}}
        """;

    assertThat(allows(policy, BUCKET + "/ann", Map.of("aws:username", "ann"))).isFalse();
    assertThat(allows(policy, BUCKET + "/${aws:username}", Map.of())).isTrue();
  }

  private static String policy(String resource) {
    return """
        {"Version": "2012-10-17",
         "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": %s}}
        """
        .formatted(resource);
  }

  private static boolean allows(String policy, String resource, Map<String, String> context) {
    return evaluate(policy, resource, context) instanceof Decision.Allowed;
  }

  private static Decision evaluate(String policy, String resource, Map<String, String> context) {
    return PolicyDocument.parse(policy)
        .evaluate(
            new Request(
                new Principal.Aws("arn:aws:iam::000000000000:role/classify"),
                "s3:GetObject",
                resource,
                context,
                Map.of(),
                SUPPLIED_WHERE_PRESENT));
  }
}
