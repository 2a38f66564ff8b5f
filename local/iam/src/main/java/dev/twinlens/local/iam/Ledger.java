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

/**
 * Every decision, counted. What a grant lets through is added up for the grant, what is denied for
 * its caller, action and resource; so the ledger grows with the policies, not with the photos.
 */
final class Ledger {
  /** Beyond it, denials are only counted: a caller that asks for ever new keys fills no memory. */
  private static final int MOST_DENIALS = 1000;

  private final Clock clock;
  private final Instant since;
  private final Map<GrantOf, Uses> uses = new LinkedHashMap<>();
  private final Map<DenialOf, Denials> denials = new LinkedHashMap<>();
  private long denialsLeftOut;

  private record GrantOf(PolicyName policy, Grant grant) {}

  private record DenialOf(String principal, String action, String resource, String reason) {}

  Ledger(Clock clock) {
    this.clock = clock;
    this.since = clock.instant();
  }

  synchronized void allowed(Request request, PolicyName policy, Grant grant) {
    uses.computeIfAbsent(new GrantOf(policy, grant), key -> new Uses())
        .add(request, clock.instant());
  }

  /**
   * Counts a denial.
   *
   * @param needed the statement that would have allowed it; empty for none
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
   * What is known by now.
   *
   * @param granted what the policies in force grant; uses of others are of no interest any more
   */
  synchronized AccessReport report(Map<PolicyName, List<Grant>> granted) {
    List<AccessReport.GrantUse> grantUses = new ArrayList<>();
    granted.forEach(
        (policy, grants) ->
            new HashSet<>(grants)
                .stream()
                    .sorted(
                        Comparator.comparing(Grant::statement)
                            .thenComparing(Grant::action)
                            .thenComparing(Grant::resource))
                    .forEach(
                        grant ->
                            grantUses.add(
                                uses.getOrDefault(new GrantOf(policy, grant), new Uses())
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

  /** How often a grant was used, and on what. */
  private static final class Uses {
    private static final int MOST_CALLERS = 10;

    private long count;
    private Instant last = Instant.EPOCH;
    private String common = "";
    private boolean several;
    private final Set<String> callers = new HashSet<>();

    void add(Request request, Instant now) {
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

    AccessReport.GrantUse of(PolicyName policy, Grant grant) {
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
          several);
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
