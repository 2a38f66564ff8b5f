package dev.twinlens.local.iam;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the current policies grant, how the grants were used, and which calls were denied.
 *
 * @param since when counting began
 * @param grants each action on each resource that a statement allows
 * @param denials the denied calls, by caller, action, resource and reason
 * @param denialsLeftOut how many denied calls are not in {@code denials}, which is limited
 */
public record AccessReport(
    Instant since, List<GrantUse> grants, List<Denial> denials, long denialsLeftOut) {

  public AccessReport {
    grants = List.copyOf(grants);
    denials = List.copyOf(denials);
  }

  /**
   * A grant and its use.
   *
   * @param holder the ARN of the role or resource that has the policy
   * @param policy the policy's name; empty for a resource's
   * @param statement the statement's Sid
   * @param action as written in the policy
   * @param resource as written in the policy
   * @param callers who used it
   * @param uses how many calls it allowed
   * @param last when it last allowed a call; the epoch for never
   * @param common the common beginning of the ARNs of all resources that it was used on
   * @param several it was used on more than one resource; otherwise {@code common} is that one
   * @param folders the folders below the grant's wildcard that it was used in, for example {@code
   *     results/}: if the resource ends in its only wildcard after a slash or colon, and all uses
   *     were in two or three folders with more than one resource in each; otherwise empty
   */
  public record GrantUse(
      String holder,
      String policy,
      String statement,
      String action,
      String resource,
      List<String> callers,
      long uses,
      Instant last,
      String common,
      boolean several,
      List<String> folders) {
    /** A day in a key or a name is a time, not a part of a program that can be granted. */
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[/:]");

    /** A folder that a program names, as opposed to an identifier or a day. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z_-]*[/:]");

    public GrantUse {
      callers = List.copyOf(callers);
      // Files written by earlier versions do not have it.
      folders = folders == null ? List.of() : List.copyOf(folders);
    }

    /** Whether it has allowed no call yet. */
    public boolean unused() {
      return uses == 0;
    }

    /**
     * A narrower grant that would have sufficed, where the statement allows more than was used: an
     * action without a wildcard, a resource that begins with the common part of all used resources,
     * or one resource per folder where all uses were in two or three folders.
     */
    public Optional<String> narrower() {
      if (action.contains("*") || action.contains("?") || action.startsWith("all but ")) {
        return Optional.of("name each action instead of " + action);
      }
      // In a resource's own policy, * is that resource.
      boolean itself = resource.equals(PolicyGrant.ITSELF) || (!several && common.equals(holder));
      if (unused() || itself || resource.equals(common)) {
        return Optional.empty();
      }
      if (!several) {
        return Optional.of(common + " instead of " + resource);
      }
      int wildcard = resource.indexOf('*');
      String prefix = wildcard < 0 ? resource : resource.substring(0, wildcard);
      int end = Math.max(common.lastIndexOf('/'), common.lastIndexOf(':')) + 1;
      if (end > prefix.length()) {
        return DAY.matcher(common.substring(prefix.length(), end)).matches()
            ? Optional.empty()
            : Optional.of(common.substring(0, end) + "* instead of " + resource);
      }
      if (folders.isEmpty() || !folders.stream().allMatch(NAME.asMatchPredicate())) {
        return Optional.empty();
      }
      return Optional.of(
          folders.stream()
              .map(folder -> prefix + folder + "*")
              .collect(Collectors.joining(" and ", "", " instead of " + resource)));
    }
  }

  /**
   * A denied call.
   *
   * @param principal the caller's ARN, or the service's name
   * @param reason a message for a person
   * @param needed the smallest policy that would have allowed it, followed by {@code in} and the
   *     policy to add it to unless that is the caller's own; empty where no policy would have
   *     allowed it
   * @param times how often it was denied
   * @param last when it was last denied
   */
  public record Denial(
      String principal,
      String action,
      String resource,
      String reason,
      String needed,
      long times,
      Instant last) {}

  /** Grants that allowed no call. */
  public List<GrantUse> unused() {
    return grants.stream().filter(GrantUse::unused).toList();
  }

  /** Grants that a narrower one could replace. */
  public List<GrantUse> tooWide() {
    return grants.stream().filter(grant -> grant.narrower().isPresent()).toList();
  }

  /** The holders of policies, in the order of the grants. */
  public Stream<String> holders() {
    return grants.stream().map(GrantUse::holder).distinct();
  }
}
