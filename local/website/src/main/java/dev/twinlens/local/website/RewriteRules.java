package dev.twinlens.local.website;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** An Amplify app's redirects and rewrites, the first that fits a path counts. */
final class RewriteRules {
  private static final Set<String> STATUSES = Set.of("200", "301", "302", "404", "404-200");
  private static final Pattern PLACEHOLDER = Pattern.compile("<(\\*|[A-Za-z][A-Za-z0-9]*)>");

  /** Where to go from a path. */
  sealed interface Outcome {
    /** To another address, seen by the browser. */
    record Redirect(int status, String location) implements Outcome {}

    /** To another file, unseen, with this status. */
    record Serve(String path, int status) implements Outcome {}
  }

  private record Rule(
      Pattern source, Set<String> placeholders, String target, String status, boolean isRegex) {
    boolean onlyWhenMissing() {
      return status.startsWith("404");
    }

    boolean fits(Matcher matcher) {
      // A regular expression carries its own anchors.
      return isRegex ? matcher.find() : matcher.matches();
    }
  }

  private final List<Rule> rules = new ArrayList<>();

  RewriteRules(List<CustomRule> declared) {
    for (CustomRule rule : declared) {
      if (!STATUSES.contains(rule.status())) {
        throw unsupported(rule, "its status must be one of " + STATUSES);
      }
      boolean redirects = rule.status().startsWith("30");
      if (!redirects && !rule.target().startsWith("/")) {
        throw unsupported(rule, "the laptop's Amplify is no proxy: rewrite to a path");
      }
      rules.add(compile(rule));
    }
  }

  /** For any path, before its file is looked for. */
  Optional<Outcome> before(String path) {
    return apply(path, false);
  }

  /** For a path that has no file. */
  Optional<Outcome> whenMissing(String path) {
    return apply(path, true);
  }

  private Optional<Outcome> apply(String path, boolean missing) {
    for (Rule rule : rules) {
      Matcher matcher = rule.source().matcher(path);
      if (rule.onlyWhenMissing() == missing && rule.fits(matcher)) {
        String target = substitute(rule, matcher);
        return Optional.of(
            switch (rule.status()) {
              case "301", "302" -> new Outcome.Redirect(Integer.parseInt(rule.status()), target);
              case "404" -> new Outcome.Serve(target, 404);
              default -> new Outcome.Serve(target, 200);
            });
      }
    }
    return Optional.empty();
  }

  private static Rule compile(CustomRule rule) {
    String source = rule.source();
    if (source.startsWith("</") && source.endsWith("/>")) {
      try {
        Pattern searched = Pattern.compile(source.substring(2, source.length() - 2));
        return new Rule(searched, Set.of(), rule.target(), rule.status(), true);
      } catch (PatternSyntaxException e) {
        throw unsupported(rule, "its regular expression is wrong: " + e.getDescription());
      }
    }
    if (!source.startsWith("/")) {
      throw unsupported(rule, "its source must be a path");
    }
    StringBuilder regex = new StringBuilder();
    Matcher placeholder = PLACEHOLDER.matcher(source);
    Set<String> names = new HashSet<>();
    int at = 0;
    while (placeholder.find()) {
      String name = placeholder.group(1);
      if (!names.add(name)) {
        throw unsupported(rule, "<" + name + "> stands in its source twice");
      }
      regex.append(Pattern.quote(source.substring(at, placeholder.start())));
      regex.append("(?<" + groupName(name) + (name.equals("*") ? ">.*)" : ">[^/]+)"));
      at = placeholder.end();
    }
    regex.append(Pattern.quote(source.substring(at)));
    return new Rule(Pattern.compile(regex.toString()), names, rule.target(), rule.status(), false);
  }

  private static String substitute(Rule rule, Matcher source) {
    return PLACEHOLDER
        .matcher(rule.target())
        .replaceAll(
            placeholder -> {
              String name = placeholder.group(1);
              return Matcher.quoteReplacement(
                  rule.placeholders().contains(name)
                      ? source.group(groupName(name))
                      : placeholder.group());
            });
  }

  private static String groupName(String placeholder) {
    return placeholder.equals("*") ? "rest" : "named" + placeholder;
  }

  private static HostingException unsupported(CustomRule rule, String why) {
    return new HostingException("The app's custom rule for " + rule.source() + ": " + why);
  }
}
