package dev.twinlens.local.preview;

import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.pulumi.Registration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a stack costs a month at rest, and what its use adds, in US dollars: the prices and figures
 * of {@code docs/cost.md}.
 *
 * @param keys how many keys of KMS there are
 * @param alarms how many alarms there are
 * @param perUse the figures of docs/cost.md that depend on use
 */
public record MonthlyCost(long keys, long alarms, List<String> perUse) {
  private static final String KEY = "aws:kms/key:Key";
  private static final String ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
  private static final double KEY_PRICE = 1.00;
  private static final double ALARM_PRICE = 0.10;
  private static final long FREE_ALARMS = 10;

  private static final Pattern ROW =
      Pattern.compile("^\\| (?<what>[^|]+) \\| (?<cost>[^|]*\\d[^|]*) \\|$");
  private static final String COMPUTED = "the stack at rest";

  /**
   * Counts what the plan has at its end.
   *
   * @param figures docs/cost.md
   */
  public static MonthlyCost of(Plan plan, Path figures) {
    return new MonthlyCost(count(plan, KEY), count(plan, ALARM), perUse(figures));
  }

  private static long count(Plan plan, String type) {
    return plan.registrations().stream().map(Registration::type).filter(type::equals).count();
  }

  private static List<String> perUse(Path figures) {
    try (var lines = Files.lines(figures)) {
      return lines
          .map(ROW::matcher)
          .filter(row -> row.matches() && !row.group("what").startsWith(COMPUTED))
          .map(row -> "%s: %s".formatted(row.group("what"), row.group("cost")))
          .toList();
    } catch (IOException e) {
      throw new DeploymentFailure("cannot read %s: %s".formatted(figures, e.getMessage()), e);
    }
  }

  /** The keys, and the alarms beyond those that are free. */
  public double atRest() {
    return keys * KEY_PRICE + Math.max(0, alarms - FREE_ALARMS) * ALARM_PRICE;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "    about %.2f US dollars a month at rest: %d KMS keys, %d alarms of which %d are free",
            atRest(),
            keys,
            alarms,
            Math.min(alarms, FREE_ALARMS)));
    perUse.forEach(figure -> lines.add("    " + figure));
    return lines;
  }
}
