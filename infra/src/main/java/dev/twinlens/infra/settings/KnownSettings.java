package dev.twinlens.infra.settings;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The settings that the program reads. The Pulumi CLI accepts any other, too. A misspelt one would
 * have no effect, and it could be a guard: {@code protectData}, {@code aws:allowedAccountIds}.
 */
public final class KnownSettings {
  private static final String AWS = "aws";

  /** Those that {@code Pulumi.yaml} declares. */
  static final Set<String> OF_PROJECT =
      Set.of(
          "minConfidence",
          "maxLabels",
          "maxUploadMiB",
          "allowedTypes",
          "notificationEmail",
          "alarmEmail",
          "siteHosting",
          "siteRepository",
          "siteBranch",
          "githubToken",
          "apiRateLimit",
          "apiBurstLimit",
          "classifyConcurrency",
          "backupConcurrency",
          "thumbnailConcurrency",
          "logRetentionDays",
          "backupAccessTier",
          "backupRetentionDays",
          "verifyMiBPerDay",
          "backupImmutabilityDays",
          "resourceGroup",
          "permissionsBoundary",
          "monthlyBudgetUsd",
          "protectData",
          "allowDelete");

  private KnownSettings() {}

  /**
   * Checks the names of the settings that the CLI hands to the program.
   *
   * @param project the project's name
   * @param environment of the program
   * @throws SettingsException naming each setting that the program does not read
   */
  public static void require(String project, Map<String, String> environment) {
    var known = Map.of(project, OF_PROJECT, AWS, AwsProvider.settings());
    var errors =
        new TreeSet<>(CliConfiguration.in(environment).values().keySet())
            .stream().flatMap(key -> error(key, known).stream()).toList();
    if (!errors.isEmpty()) {
      throw new SettingsException(errors);
    }
  }

  private static List<String> error(String key, Map<String, Set<String>> known) {
    var namespace = key.substring(0, key.indexOf(':'));
    var names = known.get(namespace);
    if (names == null || names.contains(key.substring(namespace.length() + 1))) {
      return List.of();
    }
    return List.of(
        "%s is no setting of this program. Remove it with `pulumi config rm %s`; allowed: %s"
            .formatted(key, key, String.join(", ", new TreeSet<>(names))));
  }
}
