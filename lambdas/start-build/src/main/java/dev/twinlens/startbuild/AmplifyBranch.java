package dev.twinlens.startbuild;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A branch of an Amplify app.
 *
 * @param appId the app's id
 * @param name the branch's name
 */
record AmplifyBranch(String appId, String name) {
  private static final Pattern ARN =
      Pattern.compile("arn:[^:]+:amplify:[^:]*:[^:]*:apps/([^/]+)/branches/(.+)");

  /**
   * The branch that an ARN names.
   *
   * @throws IllegalArgumentException if it is not the ARN of a branch
   */
  static AmplifyBranch of(String arn) {
    Matcher branch = ARN.matcher(arn);
    if (!branch.matches()) {
      throw new IllegalArgumentException("\"%s\" is not the ARN of a branch".formatted(arn));
    }
    return new AmplifyBranch(branch.group(1), branch.group(2));
  }
}
