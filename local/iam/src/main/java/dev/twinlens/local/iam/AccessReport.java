package dev.twinlens.local.iam;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the policies in force grant, what has been made of it, and what was asked for in vain.
 *
 * @param since when counting began
 * @param grants each action on each resource that a statement allows
 * @param denials each denied call, by caller, action, resource and reason
 * @param denialsLeftOut denied calls beyond those that are told apart
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
   * @param action as the policy has it
   * @param resource as the policy has it
   * @param callers who has used it
   * @param uses how often it let a call through
   * @param last when it last did; the epoch for never
   * @param common what the ARNs of all resources that it was used on begin with
   * @param several it was used on more than one resource; otherwise {@code common} is that one
   * @param folders where the resource ends in its only wildcard, at a slash or colon: what follows
   *     in the ARNs up to the next such, as in {@code results/}, if all uses were in two or three
   *     of them and in each on more than one resource; otherwise empty
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
    /** A day in a key or a name says when something was done, not what may be done with it. */
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[/:]");

    /** What a program calls its folders, as opposed to identifiers and days in what it keeps. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z_-]*[/:]");

    public GrantUse {
      callers = List.copyOf(callers);
      // A file of an earlier version has none.
      folders = folders == null ? List.of() : List.copyOf(folders);
    }

    /** It let nothing through so far. */
    public boolean unused() {
      return uses == 0;
    }

    /**
     * What would have been enough, where the statement allows more than was used: an action without
     * a wildcard, or a resource that begins with what all of those have in common that were used,
     * or two or three of them where all were in as many folders.
     */
    public Optional<String> narrower() {
      if (action.contains("*") || action.contains("?") || action.startsWith("all but ")) {
        return Optional.of("name each action instead of " + action);
      }
      // In a resource's own policy, * is the resource.
      boolean itself = resource.equals(Grant.ITSELF) || (!several && common.equals(holder));
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
   * A call that was denied.
   *
   * @param principal the caller's ARN, or the service's name
   * @param reason a sentence for a person
   * @param needed the smallest statement that would have allowed it and, unless it is the caller's
   *     own, whose policy it belongs in; empty where none would have helped
   * @param times how often
   * @param last when last
   */
  public record Denial(
      String principal,
      String action,
      String resource,
      String reason,
      String needed,
      long times,
      Instant last) {}

  /** Grants that let nothing through. */
  public List<GrantUse> unused() {
    return grants.stream().filter(GrantUse::unused).toList();
  }

  /** Grants that allow more than was used. */
  public List<GrantUse> tooWide() {
    return grants.stream().filter(grant -> grant.narrower().isPresent()).toList();
  }

  /** The holders of policies, in the order of the grants. */
  public Stream<String> holders() {
    return grants.stream().map(GrantUse::holder).distinct();
  }
}
