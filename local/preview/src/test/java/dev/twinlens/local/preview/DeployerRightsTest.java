package dev.twinlens.local.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.local.pulumi.DeploymentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployerRightsTest {
  private static final String STATEMENT =
      "{\"Effect\": \"%s\", \"Action\": [%s], \"Resource\": \"%s\", \"Condition\": {%s}}";
  private static final String TAGGED = "\"StringEquals\": {\"aws:ResourceTag/Stack\": [\"dev\"]}";

  @TempDir Path folder;
  private Path demanded;
  private Path given;

  @BeforeEach
  void demand() throws IOException {
    demanded = Files.createDirectories(folder.resolve("demanded"));
    given = Files.createDirectories(folder.resolve("given"));
    Files.writeString(
        demanded.resolve("aws-dev-storage.json"),
        policy(
            "Allow",
            "\"s3:CreateBucket\", \"s3:PutBucketPolicy\"",
            "arn:aws:s3:::store-*",
            TAGGED));
    Files.writeString(
        demanded.resolve("aws-prod-storage.json"), policy("Allow", "\"iam:*\"", "*", ""));
    Files.writeString(
        demanded.resolve("azure-role.json"),
        "{\"Name\": \"role\", \"Actions\": [\"Microsoft.Storage/storageAccounts/write\"]}");
  }

  @Test
  void areCompleteWithTheSamePolicies() {
    assertThat(DeployerRights.given(demanded).missing(ofStack())).isEmpty();
  }

  @Test
  void areCompleteWithWiderOnesInTheFormsOfTheClis() throws IOException {
    Files.writeString(
        given.resolve("policy.json"),
        "{\"PolicyVersion\": {\"Document\": %s}}".formatted(policy("Allow", "\"S3:*\"", "*", "")));
    Files.writeString(
        given.resolve("role.json"),
        "[{\"permissions\": [{\"actions\": [\"Microsoft.Storage/*\"]}]}]");

    assertThat(missing()).isEmpty();
  }

  @Test
  void lackAnActionThatIsNotGiven() throws IOException {
    give("Allow", "\"s3:CreateBucket\"", "*", "");

    assertThat(missing())
        .containsExactly(
            "s3:PutBucketPolicy on arn:aws:s3:::store-*",
            "Microsoft.Storage/storageAccounts/write");
  }

  @Test
  void lackAResourceThatIsNotGiven() throws IOException {
    give("Allow", "\"s3:*\"", "arn:aws:s3:::store-images", "");

    assertThat(missing()).contains("s3:CreateBucket on arn:aws:s3:::store-*");
  }

  @Test
  void lackWhatIsGivenOnAnotherConditionAlone() throws IOException {
    give("Allow", "\"s3:*\"", "*", TAGGED.replace("dev", "prod"));

    assertThat(missing()).contains("s3:CreateBucket on arn:aws:s3:::store-*");
  }

  @Test
  void lackWhatIsDenied() throws IOException {
    Files.writeString(
        given.resolve("denial.json"), policy("Deny", "\"s3:PutBucketPolicy\"", "*", ""));
    give("Allow", "\"s3:*\"", "*", "");

    assertThat(missing()).contains("s3:PutBucketPolicy on arn:aws:s3:::store-*");
  }

  @Test
  void cannotBeReadFromAFolderWithoutAPolicy() {
    assertThatThrownBy(() -> DeployerRights.given(given))
        .isInstanceOf(DeploymentFailure.class)
        .hasMessageContaining("has no policy");
  }

  private DeployerRights ofStack() {
    return DeployerRights.ofStack(demanded, "dev");
  }

  private List<String> missing() {
    return DeployerRights.given(given).missing(ofStack()).stream()
        .map(DeployerPermission::toString)
        .toList();
  }

  private void give(String effect, String actions, String resource, String condition)
      throws IOException {
    Files.writeString(given.resolve("given.json"), policy(effect, actions, resource, condition));
  }

  private static String policy(String effect, String actions, String resource, String condition) {
    return "{\"Statement\": [%s]}"
        .formatted(STATEMENT.formatted(effect, actions, resource, condition));
  }
}
