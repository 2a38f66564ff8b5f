package dev.twinlens.infra.settings;

import com.pulumi.Config;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The stack's settings, as {@code Pulumi.yaml} declares and describes them.
 *
 * @param images which images are accepted, and which of their labels are kept
 * @param emails who gets mails
 * @param siteHosting where the page is served from
 * @param api what the HTTP API admits
 * @param concurrency how many of each consumer run at once
 * @param backup how copies are kept at Azure
 * @param governance what an organisation demands of every stack
 */
public record Settings(
    Images images,
    Emails emails,
    SiteHosting siteHosting,
    Api api,
    Concurrency concurrency,
    Backup backup,
    Governance governance) {

  /**
   * Which images are accepted, and which of their labels are kept.
   *
   * @param minConfidence minimum confidence of a label, in percent, 0 to 100
   * @param maxLabels maximum number of labels of an image, 1 to 100
   * @param maxUploadMiB maximum size of an image, in MiB, 1 to 15 (Rekognition reads no more of S3)
   * @param allowedTypes media types, some of those that Rekognition decodes
   */
  public record Images(
      int minConfidence, int maxLabels, int maxUploadMiB, List<String> allowedTypes) {
    public Images {
      allowedTypes = List.copyOf(allowedTypes);
    }
  }

  /**
   * Who gets mails.
   *
   * @param notifications gets a mail for each labelled image
   * @param alarms gets the alarms
   */
  public record Emails(Optional<String> notifications, Optional<String> alarms) {}

  /**
   * What the HTTP API admits.
   *
   * @param rateLimit steady-state requests per second
   * @param burstLimit maximum number of requests at once
   * @param allowDelete whether every caller of the API may delete images
   */
  public record Api(int rateLimit, int burstLimit, boolean allowDelete) {}

  /** How many invocations of each consumer run at once, 2 to 1000 (Lambda's bounds). */
  public record Concurrency(int classify, int backup, int thumbnail) {}

  /**
   * How copies are kept at Azure.
   *
   * @param tier the access tier
   * @param retentionDays days after which a copy is deleted
   * @param immutabilityDays days in which nobody can change or delete a copy, at most the days of
   *     its retention; empty when copies are not immutable
   * @param verifyMiBPerDay how much the audit reads of the copies in a day, in MiB; 0 for nothing
   * @param resourceGroup an existing resource group to use; empty for one of the stack's own
   */
  public record Backup(
      BackupTier tier,
      int retentionDays,
      OptionalInt immutabilityDays,
      int verifyMiBPerDay,
      Optional<String> resourceGroup) {}

  /**
   * What an organisation demands of every stack.
   *
   * @param logDays days that logs are kept, one of CloudWatch's periods
   * @param protectData whether images, results and copies survive {@code pulumi destroy}
   * @param permissionsBoundary the ARN of the IAM policy that bounds every role; empty for none
   * @param monthlyBudgetUsd what the AWS account may cost in a month before somebody is warned, in
   *     US dollars; empty for no warning
   */
  public record Governance(
      int logDays,
      boolean protectData,
      Optional<String> permissionsBoundary,
      OptionalInt monthlyBudgetUsd) {}

  private static final Set<String> RECOGNISED_TYPES =
      new TreeSet<>(List.of("image/jpeg", "image/png"));

  /** The periods that CloudWatch Logs' PutRetentionPolicy accepts. */
  private static final Set<Integer> LOG_DAYS =
      new TreeSet<>(
          List.of(
              1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
              2922, 3288, 3653));

  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
  private static final Pattern REPOSITORY =
      Pattern.compile("https://github\\.com/[\\w.-]+/[\\w.-]+");

  /** A policy of the account or of AWS, in any partition, perhaps below a path. */
  private static final Pattern POLICY_ARN =
      Pattern.compile("arn:aws(-[a-z-]+)?:iam::(\\d{12}|aws):policy/[\\w+=,.@/-]+");

  /** Azure's rule for the names of resource groups, without other alphabets. */
  private static final Pattern RESOURCE_GROUP = Pattern.compile("[\\w().-]{0,89}[\\w()-]");

  /** A label of a host name (RFC 1123), since the branch becomes one. */
  private static final Pattern BRANCH = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  /**
   * Reads and checks every setting.
   *
   * @throws SettingsException naming every invalid value at once
   */
  public static Settings from(Config config) {
    var read = new SettingsReader(config);
    var settings =
        new Settings(
            new Images(
                read.integer("minConfidence", 55, 0, 100),
                read.integer("maxLabels", 50, 1, 100),
                read.integer("maxUploadMiB", 15, 1, 15),
                read.subset("allowedTypes", RECOGNISED_TYPES)),
            new Emails(email(read, "notificationEmail"), email(read, "alarmEmail")),
            siteHosting(read),
            new Api(
                read.integer("apiRateLimit", 50, 1, 10_000),
                read.integer("apiBurstLimit", 100, 1, 5_000),
                read.bool("allowDelete", false)),
            new Concurrency(
                read.integer("classifyConcurrency", 2, 2, 1000),
                read.integer("backupConcurrency", 2, 2, 1000),
                read.integer("thumbnailConcurrency", 2, 2, 1000)),
            backup(read),
            new Governance(
                logDays(read),
                read.bool("protectData", false),
                read.optional(
                    "permissionsBoundary",
                    POLICY_ARN,
                    "the ARN of an IAM policy, arn:aws:iam::ACCOUNT:policy/NAME, or empty"),
                orNone(read.integer("monthlyBudgetUsd", 0, 0, 1_000_000))));
    read.throwOnErrors();
    return settings;
  }

  private static OptionalInt orNone(int value) {
    return value == 0 ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private static Optional<String> email(SettingsReader read, String key) {
    return read.optional(key, EMAIL, "an e-mail address, or empty");
  }

  private static int logDays(SettingsReader read) {
    var allowed = LOG_DAYS.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return read.integer("logRetentionDays", 30, LOG_DAYS::contains, "one of " + allowed);
  }

  private static Backup backup(SettingsReader read) {
    var tier =
        read.choice("backupAccessTier", "Cool", List.of("Hot", "Cool", "Cold"))
            .toUpperCase(Locale.ROOT);
    int retentionDays = read.integer("backupRetentionDays", 3650, 1, 36_500);
    int immutabilityDays =
        read.integer(
            "backupImmutabilityDays",
            0,
            days -> days >= 0 && days <= retentionDays,
            "a whole number from 0 (off) to backupRetentionDays, which is " + retentionDays);
    return new Backup(
        BackupTier.valueOf(tier),
        retentionDays,
        orNone(immutabilityDays),
        read.integer("verifyMiBPerDay", 1024, 0, 1_048_576),
        read.optional(
            "resourceGroup",
            RESOURCE_GROUP,
            "the name of an existing resource group of Azure, up to 90 letters, digits and"
                + " characters of _-.(), or empty"));
  }

  private static SiteHosting siteHosting(SettingsReader read) {
    if (read.choice("siteHosting", "amplify", List.of("amplify", "s3")).equals("s3")) {
      return new SiteHosting.S3();
    }
    return new SiteHosting.Amplify(
        read.required(
            "siteRepository",
            REPOSITORY,
            "the GitHub repository of the page, https://github.com/OWNER/NAME, when siteHosting is"
                + " amplify"),
        read.optional(
                "siteBranch",
                BRANCH,
                "a branch of lower case letters, digits and hyphens, as it becomes a host name")
            .orElse("main"),
        read.secret(
            "githubToken",
            "a GitHub token when siteHosting is amplify; set it with `pulumi config set --secret"
                + " githubToken …`"));
  }
}
