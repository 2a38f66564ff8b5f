package dev.twinlens.deployer;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What deploying a resource of some type takes: actions, on what, and when. Texts may have
 * placeholders, which {@link Names} fills in.
 *
 * @param file the policy that it belongs to
 * @param sid its statement's name
 * @param resources ARNs, or {@code *} alone
 * @param because why there is no ARN; only with {@code *}
 * @param conditions a condition's values by its key, by operator
 * @param actions what the provider calls
 */
record Need(
    String file,
    String sid,
    List<String> resources,
    Optional<String> because,
    Map<String, Map<String, String>> conditions,
    List<String> actions) {
  private static final Pattern ACTION = Pattern.compile("[a-z0-9]+:[A-Z][A-Za-z]+");
  private static final Pattern SID = Pattern.compile("[A-Za-z0-9]+");

  static Need from(String file, Map<String, Object> entry, String where) {
    var known = new HashSet<>(Set.of("sid", "resource", "because", "when"));
    for (var step : Step.values()) {
      known.add(step.key());
    }
    for (var key : entry.keySet()) {
      require(known.contains(key), where, "has the unknown key " + key);
    }
    var sid = String.valueOf(entry.get("sid"));
    require(SID.matcher(sid).matches(), where, "needs a sid of letters and digits");
    var everything = "*".equals(entry.get("resource"));
    var actions = Table.actions(entry, where);
    for (var action : actions) {
      require(ACTION.matcher(action).matches(), where, "has no action without wildcard: " + action);
    }
    require(
        everything == entry.containsKey("because"),
        where,
        "needs a reason under \"because\" if and only if its resource is \"*\"");
    return new Need(
        file,
        sid,
        everything ? List.of("*") : Table.strings(entry.get("resource"), where + ".resource"),
        Optional.ofNullable(entry.get("because")).map(String::valueOf),
        conditions(entry, where),
        actions);
  }

  private static Map<String, Map<String, String>> conditions(
      Map<String, Object> entry, String where) {
    var conditions = new TreeMap<String, Map<String, String>>();
    if (entry.containsKey("when")) {
      Table.map(entry.get("when"), where + ".when")
          .forEach(
              (operator, keys) -> {
                var values = new TreeMap<String, String>();
                Table.map(keys, where + ".when." + operator)
                    .forEach((key, value) -> values.put(key, String.valueOf(value)));
                conditions.put(operator, values);
              });
    }
    return conditions;
  }

  private static void require(boolean holds, String where, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(where + " " + otherwise);
    }
  }
}
