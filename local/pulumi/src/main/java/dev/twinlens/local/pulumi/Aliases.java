package dev.twinlens.local.pulumi;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import pulumirpc.AliasOuterClass.Alias;
import pulumirpc.Resource.RegisterResourceRequest;

/**
 * The URNs that registered resources may have had before, by their own aliases and by those of
 * their ancestors.
 *
 * <p>The rules are those of Pulumi's engine ({@code generateAliases} in {@code step_generator.go}).
 * That engine lets a child inherit the one alias of its parent that is in the state; components are
 * in no state here, so a child inherits all of them.
 */
final class Aliases {
  private final Map<Urn, Set<Urn>> formerUrns = new ConcurrentHashMap<>();

  /**
   * Records the aliases of a resource whose parent is registered.
   *
   * @return its former URNs; those of its own aliases come first
   */
  List<String> register(Urn urn, Optional<Urn> parent, RegisterResourceRequest request) {
    Set<Urn> own = new LinkedHashSet<>();
    request.getAliasURNsList().forEach(alias -> own.add(Urn.parse(alias)));
    request.getAliasesList().forEach(alias -> own.addAll(urns(alias, urn, parent)));

    Set<Urn> all = new LinkedHashSet<>(own);
    parent.ifPresent(
        current ->
            formerUrnsOf(current)
                .forEach(
                    former -> {
                      all.add(inherited(urn, current, former));
                      own.forEach(alias -> all.add(inherited(alias, current, former)));
                    }));
    all.remove(urn);
    formerUrns.put(urn, all);
    return all.stream().map(Urn::toString).toList();
  }

  private Set<Urn> formerUrnsOf(Urn urn) {
    return formerUrns.getOrDefault(urn, Set.of());
  }

  /** Several where the alias names a parent that has aliases itself. */
  private List<Urn> urns(Alias alias, Urn urn, Optional<Urn> parent) {
    if (alias.hasUrn()) {
      return List.of(Urn.parse(alias.getUrn()));
    }
    Alias.Spec spec = alias.getSpec();
    String type = given(spec.getType(), urn.type());
    List<String> types = new ArrayList<>();
    if (spec.getNoParent()) {
      types.add(type);
    } else if (spec.getParentUrn().isEmpty()) {
      types.add(parent.map(current -> current.typesBelow(type)).orElse(type));
    } else {
      Urn former = Urn.parse(spec.getParentUrn());
      types.add(former.typesBelow(type));
      formerUrnsOf(former).forEach(older -> types.add(older.typesBelow(type)));
    }
    return types.stream()
        .map(
            all ->
                new Urn(
                    given(spec.getStack(), urn.stack()),
                    given(spec.getProject(), urn.project()),
                    all,
                    given(spec.getName(), urn.name())))
        .toList();
  }

  /** A child whose name starts with its parent's had the parent's former name there. */
  private static Urn inherited(Urn child, Urn parent, Urn formerParent) {
    String name =
        child.name().startsWith(parent.name())
            ? formerParent.name() + child.name().substring(parent.name().length())
            : child.name();
    return new Urn(child.stack(), child.project(), formerParent.typesBelow(child.type()), name);
  }

  private static String given(String value, String otherwise) {
    return value.isEmpty() ? otherwise : value;
  }
}
