package dev.twinlens.local.iam;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts every decision: allowed calls per grant, denied calls per caller, action, resource and
 * reason. So its size depends on the policies, not on the number of calls.
 */
final class Ledger {
  /**
   * Further denials are only counted: a caller that tries ever new keys must not fill the memory.
   */
  private static final int MOST_DENIALS = 1000;

  private final Clock clock;
  private final Instant since;
  private final Map<GrantOf, Uses> uses = new LinkedHashMap<>();
  private final Map<DenialOf, Denials> denials = new LinkedHashMap<>();
  private long denialsLeftOut;

  private record GrantOf(PolicyName policy, PolicyGrant grant) {}

  private record DenialOf(String principal, String action, String resource, String reason) {}

  Ledger(Clock clock) {
    this.clock = clock;
    this.since = clock.instant();
  }

  synchronized void allowed(Request request, PolicyName policy, PolicyGrant grant) {
    uses.computeIfAbsent(new GrantOf(policy, grant), key -> new Uses(grant.resource()))
        .add(request, clock.instant());
  }

  /**
   * Counts a denial.
   *
   * @param needed the policy that would have allowed it; empty for none
   */
  synchronized void denied(Request request, String reason, String needed) {
    DenialOf key =
        new DenialOf(request.principal().toString(), request.action(), request.resource(), reason);
    if (!denials.containsKey(key) && denials.size() >= MOST_DENIALS) {
      denialsLeftOut++;
      return;
    }
    denials.computeIfAbsent(key, made -> new Denials(needed)).add(clock.instant());
  }

  /**
   * The counts until now.
   *
   * @param granted the grants of the current policies; uses of former grants are left out
   */
  synchronized AccessReport report(Map<PolicyName, List<PolicyGrant>> granted) {
    List<AccessReport.GrantUse> grantUses = new ArrayList<>();
    granted.forEach(
        (policy, grants) ->
            new HashSet<>(grants)
                .stream()
                    .sorted(
                        Comparator.comparing(PolicyGrant::statement)
                            .thenComparing(PolicyGrant::action)
                            .thenComparing(PolicyGrant::resource))
                    .forEach(
                        grant ->
                            grantUses.add(
                                uses.getOrDefault(
                                        new GrantOf(policy, grant), new Uses(grant.resource()))
                                    .of(policy, grant))));
    List<AccessReport.Denial> denied =
        denials.entrySet().stream()
            .map(
                entry ->
                    new AccessReport.Denial(
                        entry.getKey().principal(),
                        entry.getKey().action(),
                        entry.getKey().resource(),
                        entry.getKey().reason(),
                        entry.getValue().needed,
                        entry.getValue().count,
                        entry.getValue().last))
            .toList();
    return new AccessReport(since, grantUses, denied, denialsLeftOut);
  }

  /** How often a grant was used, and on which resources. */
  private static final class Uses {
    private static final int MOST_CALLERS = 10;

    private final Folders folders;
    private long count;
    private Instant last = Instant.EPOCH;
    private String common = "";
    private boolean several;
    private final Set<String> callers = new HashSet<>();

    Uses(String granted) {
      folders = new Folders(granted);
    }

    void add(Request request, Instant now) {
      folders.add(request.resource());
      if (count == 0) {
        common = request.resource();
      } else if (!common.equals(request.resource())) {
        several = true;
        common = commonPrefix(common, request.resource());
      }
      if (callers.size() < MOST_CALLERS) {
        callers.add(request.principal().toString());
      }
      count++;
      last = now;
    }

    private static String commonPrefix(String one, String other) {
      int length = 0;
      while (length < Math.min(one.length(), other.length())
          && one.charAt(length) == other.charAt(length)) {
        length++;
      }
      return one.substring(0, length);
    }

    AccessReport.GrantUse of(PolicyName policy, PolicyGrant grant) {
      return new AccessReport.GrantUse(
          policy.holder(),
          policy.name(),
          grant.statement(),
          grant.action(),
          grant.resource(),
          callers.stream().sorted().toList(),
          count,
          last,
          common,
          several,
          folders.names());
    }
  }

  /** The folders directly below a grant's wildcard in which it was used, up to a small number. */
  private static final class Folders {
    private static final int LEAST = 2;
    private static final int MOST = 3;
    private static final Pattern WILDCARD_AT_THE_END = Pattern.compile("([^*?]*[/:])\\*");

    private final String prefix;
    private final Map<String, Folder> byName = new TreeMap<>();
    private boolean tooMany;

    /** Whether one or several resources were used in it. */
    private record Folder(String first, boolean several) {}

    Folders(String granted) {
      Matcher matcher = WILDCARD_AT_THE_END.matcher(granted);
      prefix = matcher.matches() ? matcher.group(1) : "";
      tooMany = prefix.isEmpty();
    }

    void add(String resource) {
      // The resource of a NotResource grant is a description, not the beginning of an ARN.
      tooMany |= !resource.startsWith(prefix);
      if (tooMany) {
        return;
      }
      String rest = resource.substring(prefix.length());
      int end = 0;
      while (end < rest.length() && rest.charAt(end) != '/' && rest.charAt(end) != ':') {
        end++;
      }
      if (end == rest.length()) {
        tooMany = true;
        return;
      }
      byName.merge(
          rest.substring(0, end + 1),
          new Folder(resource, false),
          (known, used) ->
              new Folder(known.first(), known.several() || !known.first().equals(used.first())));
      tooMany = byName.size() > MOST;
    }

    /** Empty unless all uses were in few folders, and on several resources in each. */
    List<String> names() {
      return !tooMany
              && byName.size() >= LEAST
              && byName.values().stream().allMatch(Folder::several)
          ? List.copyOf(byName.keySet())
          : List.of();
    }
  }

  private static final class Denials {
    private final String needed;
    private long count;
    private Instant last = Instant.EPOCH;

    Denials(String needed) {
      this.needed = needed;
    }

    void add(Instant now) {
      count++;
      last = now;
    }
  }
}
