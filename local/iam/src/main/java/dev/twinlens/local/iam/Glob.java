package dev.twinlens.local.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Text in which {@code *} matches any characters and {@code ?} exactly one, with IAM's policy
 * variables: <code>${key}</code>, <code>${key, 'default'}</code> and the escapes <code>${*}
 * ${?} ${$}</code>. The value of a variable matches literally.
 */
final class Glob {
  private static final int ANY = -1;
  private static final int ONE = -2;
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{\\s*([^},\\s]+)\\s*(?:,\\s*'([^']*)'\\s*)?}");

  private sealed interface Part {
    record Text(String text, boolean wildcards) implements Part {}

    record Variable(String key, Optional<String> otherwise) implements Part {}
  }

  private final List<Part> parts = new ArrayList<>();

  private Glob() {}

  /** A pattern with wildcards and, in policies of version 2012-10-17, variables. */
  static Glob of(String pattern, boolean variables) {
    return build(pattern, variables, true);
  }

  /** Text that must be equal once its variables are replaced. */
  static Glob literal(String text, boolean variables) {
    return build(text, variables, false);
  }

  /** A pattern for names that are not case-sensitive; match it against lower case. */
  static Glob caseless(String pattern) {
    return of(pattern.toLowerCase(Locale.ROOT), false);
  }

  private static Glob build(String text, boolean variables, boolean wildcards) {
    Glob glob = new Glob();
    int from = 0;
    if (variables) {
      Matcher matcher = VARIABLE.matcher(text);
      while (matcher.find()) {
        glob.add(text.substring(from, matcher.start()), wildcards);
        String key = matcher.group(1);
        if (key.equals("*") || key.equals("?") || key.equals("$")) {
          glob.add(key, false);
        } else {
          glob.parts.add(new Part.Variable(key, Optional.ofNullable(matcher.group(2))));
        }
        from = matcher.end();
      }
    }
    glob.add(text.substring(from), wildcards);
    return glob;
  }

  private void add(String text, boolean wildcards) {
    parts.add(new Part.Text(text, wildcards));
  }

  private static IntStream codes(Part.Text part) {
    IntStream codes = part.text().codePoints();
    return part.wildcards() ? codes.map(c -> c == '*' ? ANY : c == '?' ? ONE : c) : codes;
  }

  MatchResult match(String actual, Request request) {
    IntStream expanded = IntStream.empty();
    for (Part part : parts) {
      switch (part) {
        case Part.Text text -> expanded = IntStream.concat(expanded, codes(text));
        case Part.Variable variable -> {
          List<String> values = request.values(variable.key());
          boolean absent = request.knowsOf(variable.key()) && variable.otherwise().isPresent();
          if (values.size() > 1 || (values.isEmpty() && !absent)) {
            return new MatchResult.Indeterminate(
                "the request has %s for the policy variable ${%s}"
                    .formatted(values.isEmpty() ? "no value" : "several values", variable.key()));
          }
          String value = values.isEmpty() ? variable.otherwise().orElseThrow() : values.get(0);
          expanded = IntStream.concat(expanded, value.codePoints());
        }
      }
    }
    return MatchResult.of(matches(expanded.toArray(), actual.codePoints().toArray()));
  }

  /** On a mismatch, the last {@code *} takes one more character and matching resumes after it. */
  private static boolean matches(int[] pattern, int[] text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length) {
      if (p < pattern.length && pattern[p] == ANY) {
        star = p++;
        resume = t;
      } else if (p < pattern.length && (pattern[p] == ONE || pattern[p] == text[t])) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length && pattern[p] == ANY) {
      p++;
    }
    return p == pattern.length;
  }
}
