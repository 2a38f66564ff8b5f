package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.PlainValues;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The laptop's stand-in for public DNS. In the cloud a website gets a domain name and a bucket has
 * one, and the program builds {@code https://…} origins from them; on a laptop those names resolve
 * to nothing, or to somebody else's bucket. Wherever the program hands such an origin to another
 * resource or to the stack's outputs, the address under which the laptop serves it takes its place.
 */
final class DomainNames {
  private final Map<Pattern, String> origins = new ConcurrentHashMap<>();

  /** What is at this domain, or one label below it, is served at the address. */
  void add(String domain, URI address) {
    origins.put(
        Pattern.compile(
            "https://(?:[a-zA-Z0-9-]+\\.)?" + Pattern.quote(domain) + "(?![a-zA-Z0-9.-])"),
        Matcher.quoteReplacement(address.toString()));
  }

  Inputs localise(Inputs inputs) {
    return Inputs.of(localise(inputs.asMap()));
  }

  Map<String, Object> localise(Map<String, Object> values) {
    return PlainValues.mapStrings(values, this::localise);
  }

  private String localise(String text) {
    String localised = text;
    for (Map.Entry<Pattern, String> origin : origins.entrySet()) {
      localised = origin.getKey().matcher(localised).replaceAll(origin.getValue());
    }
    return localised;
  }
}
