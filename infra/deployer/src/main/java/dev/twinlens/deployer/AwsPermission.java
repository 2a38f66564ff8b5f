package dev.twinlens.deployer;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A permission that deploying a type of resource needs: one statement of a policy. Resources may
 * have placeholders, which {@link Placeholders} fills in.
 *
 * @param sid the statement's identifier
 * @param resource ARNs, or {@code *} alone
 * @param because why there is no ARN; only with {@code *}
 * @param when the name of its conditions in the table
 * @param boundary whether only stacks with, or only those without a permissions boundary need it
 * @param actions what the provider calls, by the step that calls it
 */
record AwsPermission(
    @JsonProperty(required = true) String sid,
    @JsonProperty(required = true)
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<String> resource,
    Optional<String> because,
    Optional<String> when,
    Optional<Boundary> boundary,
    @JsonProperty(required = true) Map<ResourceOperation, List<String>> actions) {
  /** Whether a stack has the setting {@code permissionsBoundary}. */
  enum Boundary {
    @JsonProperty("set")
    SET,
    @JsonProperty("unset")
    UNSET
  }

  static final String EVERYTHING = "*";

  private static final Pattern ACTION = Pattern.compile("[a-z0-9]+:[A-Z][A-Za-z]+");
  private static final Pattern SID = Pattern.compile("[A-Za-z0-9]+");

  AwsPermission {
    require(SID.matcher(sid).matches(), "a sid consists of letters and digits, unlike " + sid);
    require(
        resource.contains(EVERYTHING) == because.isPresent(),
        sid + " needs a reason under \"because\" if and only if its resource is \"*\"");
    require(!actions.isEmpty(), sid + " names no action");
    for (var action : allActions(actions)) {
      require(
          ACTION.matcher(action).matches(), sid + " has an action that is not exact: " + action);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  private static List<String> allActions(Map<ResourceOperation, List<String>> actions) {
    return actions.values().stream().flatMap(List::stream).toList();
  }

  /** Whether a stack with, or without, a permissions boundary needs it. */
  boolean isNeededWith(Boundary ofStack) {
    return boundary.map(ofStack::equals).orElse(true);
  }

  /** The actions of all steps. */
  List<String> allActions() {
    return allActions(actions);
  }
}
