package dev.twinlens.local.iam;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An ARN whose six parts, delimited by colons, are matched one by one: a wildcard never reaches
 * from one part into the next. The sixth part includes all further colons. Missing parts at the end
 * match anything.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html">IAM
 *     JSON policy elements: Resource</a>
 */
final class ArnPattern {
  private static final int PARTS = 6;
  private static final Pattern COLON_OUTSIDE_VARIABLE = Pattern.compile(":(?![^{]*})");

  private final List<Glob> parts = new ArrayList<>();

  ArnPattern(String arn, boolean variables) {
    for (String part : COLON_OUTSIDE_VARIABLE.split(arn, PARTS)) {
      parts.add(Glob.of(part, variables));
    }
    while (parts.size() < PARTS) {
      parts.add(Glob.of("*", false));
    }
  }

  MatchResult match(String arn, Request request) {
    List<String> actual = Arrays.asList(arn.split(":", PARTS));
    if (actual.size() < PARTS) {
      return MatchResult.noMatch();
    }
    MatchResult result = MatchResult.match();
    for (int i = 0; i < PARTS; i++) {
      result = result.and(parts.get(i).match(actual.get(i), request));
    }
    return result;
  }
}
