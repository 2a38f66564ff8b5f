package dev.twinlens.infra.controls;

import static dev.twinlens.infra.controls.Check.each;
import static dev.twinlens.infra.controls.Check.none;
import static dev.twinlens.infra.controls.Conditions.atLeast;
import static dev.twinlens.infra.controls.Conditions.is;
import static dev.twinlens.infra.controls.PolicyChecks.allows;

import dev.twinlens.infra.graph.PolicyStatement;
import java.util.Set;
import java.util.regex.Pattern;

/** Controls of IAM and KMS. */
final class AccessControls {
  /** The actions that no policy can restrict to a resource. */
  private static final Set<String> WITHOUT_RESOURCE = Set.of("rekognition:DetectLabels");

  /** The services that give no permissions and no credentials. */
  private static final Set<String> HARMLESS_SERVICES =
      Set.of("amplify", "dynamodb", "logs", "rekognition", "s3", "sns", "sqs");

  private static final Pattern MANAGES_PERMISSIONS =
      Pattern.compile(".*:.*(Acl|Permission|Policy|PublicAccessBlock|OwnershipControls).*");

  /** All objects of a bucket, those with a prefix, and all streams of a log group. */
  private static final Pattern ENDS_IN_WILDCARD =
      Pattern.compile("arn:aws:(s3:::[^*?]+/[^*?]*|logs:[^*?]+:|amplify:[^*?]+/jobs/)\\*");

  private AccessControls() {}

  static void addTo(ControlChecks checks) {
    checks.met(
        allows(Types.ROLE_POLICY, PolicyChecks::namesActions, "allows single actions"),
        "IAM.1",
        "IAM.21",
        "CKV_AWS_62",
        "CKV_AWS_63");
    checks.met(
        each(
                Types.ROLE,
                role -> !role.inputs().containsKey("managedPolicyArns"),
                "has no managed policies")
            .and(none(Types.ROLE_ATTACHMENT)),
        "AwsSolutions-IAM4");
    var exact =
        allows(
            Types.ROLE_POLICY,
            statement ->
                statement.resources().stream()
                    .allMatch(
                        resource ->
                            !resource.matches(".*[*?].*")
                                || ENDS_IN_WILDCARD.matcher(resource).matches()
                                || isUnavoidable(statement, resource)),
            "names its resources");
    // Partly: the objects of a bucket, the streams of a log group, the jobs of a branch, and what
    // has no resource.
    checks.met(exact, "AwsSolutions-IAM5", "StarPermissions");
    checks.met(
        allows(
            Types.ROLE_POLICY,
            statement ->
                statement.resources().stream()
                    .allMatch(
                        resource -> !resource.equals("*") || isUnavoidable(statement, resource)),
            "is on * only where there is no resource"),
        "CKV_AWS_288",
        "CKV_AWS_290",
        "CKV_AWS_355");
    checks.met(
        allows(
            Types.ROLE_POLICY,
            statement ->
                statement.actions().stream()
                    .allMatch(action -> HARMLESS_SERVICES.contains(action.split(":", 2)[0])),
            "leads to no other permissions and no credentials"),
        "CKV_AWS_286",
        "CKV_AWS_287");
    checks.met(
        allows(
            Types.ROLE_POLICY,
            statement ->
                statement.actions().stream()
                    .noneMatch(action -> MANAGES_PERMISSIONS.matcher(action).matches()),
            "does not manage permissions"),
        "CKV_AWS_289");
    checks.met(
        allows(
            Types.ROLE_POLICY,
            statement ->
                statement.actions().stream().noneMatch(action -> action.startsWith("kms:"))
                    || statement.resources().stream().noneMatch(on -> on.contains("*")),
            "decrypts with single keys only"),
        "KMS.1",
        "KMS.2");
    // Partly: a deleted key can be restored for a week, a month with protectData.
    checks.met(
        each(Types.KEY, atLeast("deletionWindowInDays", 7), "can be restored for a week"), "KMS.3");
    checks.met(each(Types.KEY, is("enableKeyRotation", true), "rotates"), "KMS.4");
  }

  private static boolean isUnavoidable(PolicyStatement statement, String resource) {
    return resource.equals("*") && WITHOUT_RESOURCE.containsAll(statement.actions());
  }
}
