package dev.twinlens.infra.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.pulumi.Config;
import com.pulumi.core.Output;
import com.pulumi.exceptions.RunException;
import dev.twinlens.infra.support.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The stack's settings, as {@code Pulumi.yaml} declares them.
 *
 * @param minConfidence least confidence of a label that is kept, in percent, 0 to 100
 * @param maxLabels most labels kept for an image, 1 to 100
 * @param maxUploadMiB largest image accepted, in MiB, 1 to 15 (Rekognition reads no more from S3)
 * @param allowedTypes media types accepted, a subset of what Rekognition decodes
 * @param notificationEmail who gets a mail for each labelled image
 * @param alarmEmail who gets the alarms
 * @param siteHosting where the page is served from
 * @param apiRateLimit requests per second that the HTTP API admits in the long run
 * @param apiBurstLimit requests that the HTTP API admits at once
 * @param classifyConcurrency most classify functions running at once, 2 to 1000 (Lambda's bounds)
 * @param backupConcurrency most backup functions running at once, 2 to 1000
 * @param thumbnailConcurrency most thumbnail functions running at once, 2 to 1000
 * @param logRetentionDays days that logs are kept, one of CloudWatch's periods
 * @param backupAccessTier the tier of Azure Blob Storage that backups rest in
 * @param backupRetentionDays days after which a backup is deleted
 * @param protectData whether images, results and backups survive {@code pulumi destroy}
 * @param allowDelete whether whoever reaches the API may delete images
 */
public record Settings(
    int minConfidence,
    int maxLabels,
    int maxUploadMiB,
    List<String> allowedTypes,
    Optional<String> notificationEmail,
    Optional<String> alarmEmail,
    SiteHosting siteHosting,
    int apiRateLimit,
    int apiBurstLimit,
    int classifyConcurrency,
    int backupConcurrency,
    int thumbnailConcurrency,
    int logRetentionDays,
    AccessTier backupAccessTier,
    int backupRetentionDays,
    boolean protectData,
    boolean allowDelete) {

  /** Where the page is served from. */
  public sealed interface SiteHosting {
    /**
     * Amplify builds and serves the page from a GitHub repository.
     *
     * @param repository its HTTPS address
     * @param branch the branch; it becomes the first label of the page's host name
     * @param githubToken a classic token with the scope admin:repo_hook, a secret
     */
    record Amplify(String repository, String branch, Output<String> githubToken)
        implements SiteHosting {}

    /** A private bucket behind CloudFront, filled by {@code pulumi up}. */
    record S3() implements SiteHosting {}
  }

  /** An access tier of Azure Blob Storage, from dear to keep to dear to read. */
  public enum AccessTier {
    HOT,
    COOL,
    COLD
  }

  private static final Set<String> RECOGNISED_TYPES =
      new TreeSet<>(List.of("image/jpeg", "image/png"));

  /** The periods that CloudWatch Logs' PutRetentionPolicy accepts. */
  private static final Set<Integer> RETENTION_DAYS =
      new TreeSet<>(
          List.of(
              1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
              2922, 3288, 3653));

  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
  private static final Pattern REPOSITORY =
      Pattern.compile("https://github\\.com/[\\w.-]+/[\\w.-]+");

  /** A label of a host name (RFC 1123), since the branch becomes one. */
  private static final Pattern BRANCH = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  public Settings {
    allowedTypes = List.copyOf(allowedTypes);
  }

  /**
   * Reads and checks every setting.
   *
   * @throws SettingsException naming every wrong value at once
   */
  public static Settings from(Config config) {
    var read = new Reader(config);
    var settings =
        new Settings(
            read.integer("minConfidence", 55, 0, 100),
            read.integer("maxLabels", 50, 1, 100),
            read.integer("maxUploadMiB", 15, 1, 15),
            read.subset("allowedTypes", RECOGNISED_TYPES),
            read.optional("notificationEmail", EMAIL, "an e-mail address, or nothing"),
            read.optional("alarmEmail", EMAIL, "an e-mail address, or nothing"),
            siteHosting(read),
            read.integer("apiRateLimit", 50, 1, 10_000),
            read.integer("apiBurstLimit", 100, 1, 5_000),
            read.integer("classifyConcurrency", 5, 2, 1000),
            read.integer("backupConcurrency", 5, 2, 1000),
            read.integer("thumbnailConcurrency", 5, 2, 1000),
            read.integer(
                "logRetentionDays",
                30,
                RETENTION_DAYS::contains,
                "one of "
                    + RETENTION_DAYS.stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(", "))),
            AccessTier.valueOf(
                read.choice("backupAccessTier", "Cool", List.of("Hot", "Cool", "Cold"))
                    .toUpperCase(Locale.ROOT)),
            read.integer("backupRetentionDays", 3650, 1, 36_500),
            read.bool("protectData", false),
            read.bool("allowDelete", false));
    read.throwOnErrors();
    return settings;
  }

  private static SiteHosting siteHosting(Reader read) {
    var hosting = read.choice("siteHosting", "amplify", List.of("amplify", "s3"));
    if (hosting.equals("s3")) {
      return new SiteHosting.S3();
    }
    return new SiteHosting.Amplify(
        read.required(
            "siteRepository",
            REPOSITORY,
            "the GitHub repository to deploy the page from, https://github.com/OWNER/NAME, when"
                + " siteHosting is amplify"),
        read.optional(
                "siteBranch",
                BRANCH,
                "a branch of lower case letters, digits and hyphens, for it becomes a host name")
            .orElse("main"),
        read.secret(
            "githubToken",
            "a GitHub token when siteHosting is amplify; set it with `pulumi config set --secret"
                + " githubToken …`"));
  }

  /** Reads values one by one and keeps what is wrong with them for the end. */
  private static final class Reader {
    private final Config config;
    private final List<String> errors = new ArrayList<>();

    Reader(Config config) {
      this.config = config;
    }

    /**
     * An unset value and an empty one are the same: Pulumi wants a default for what may be left.
     */
    private Optional<String> text(String key) {
      return config.get(key).map(String::strip).filter(value -> !value.isEmpty());
    }

    private void wrong(String key, String value, String allowed) {
      errors.add("%s:%s is %s; allowed: %s".formatted(config.getName(), key, value, allowed));
    }

    int integer(String key, int fallback, int least, int most) {
      return integer(
          key,
          fallback,
          value -> value >= least && value <= most,
          "a whole number from " + least + " to " + most);
    }

    int integer(String key, int fallback, Predicate<Integer> allowed, String description) {
      var text = text(key);
      if (text.isEmpty()) {
        return fallback;
      }
      try {
        int value = Integer.parseInt(text.get());
        if (allowed.test(value)) {
          return value;
        }
      } catch (NumberFormatException notANumber) {
        // Reported below, like a number that is out of bounds.
      }
      wrong(key, quoted(text.get()), description);
      return fallback;
    }

    boolean bool(String key, boolean fallback) {
      return Boolean.parseBoolean(
          choice(key, Boolean.toString(fallback), List.of("true", "false")));
    }

    String choice(String key, String fallback, List<String> allowed) {
      var value = text(key).orElse(fallback);
      if (allowed.contains(value)) {
        return value;
      }
      wrong(key, quoted(value), String.join(", ", allowed));
      return fallback;
    }

    List<String> subset(String key, Set<String> allowed) {
      var text = text(key);
      if (text.isEmpty()) {
        return List.copyOf(allowed);
      }
      var description = "a list of one or more of " + String.join(", ", allowed);
      try {
        var values = Json.parse(text.get(), new TypeReference<List<String>>() {});
        if (!values.isEmpty() && allowed.containsAll(values)) {
          return List.copyOf(new TreeSet<>(values));
        }
      } catch (JsonProcessingException notAList) {
        // Reported below, like a list with something else in it.
      }
      wrong(key, quoted(text.get()), description);
      return List.copyOf(allowed);
    }

    Optional<String> optional(String key, Pattern pattern, String allowed) {
      var value = text(key);
      if (value.isPresent() && !pattern.matcher(value.get()).matches()) {
        wrong(key, quoted(value.get()), allowed);
      }
      return value;
    }

    String required(String key, Pattern pattern, String allowed) {
      var value = optional(key, pattern, allowed);
      if (value.isEmpty()) {
        wrong(key, "not set", allowed);
      }
      return value.orElse("");
    }

    /**
     * Only whether it is set is looked at here; the value itself never leaves its secret output.
     */
    Output<String> secret(String key, String allowed) {
      if (text(key).isEmpty()) {
        wrong(key, "not set", allowed);
        return Output.ofSecret("");
      }
      return config.requireSecret(key);
    }

    void throwOnErrors() {
      if (!errors.isEmpty()) {
        throw new SettingsException(errors);
      }
    }

    private static String quoted(String value) {
      return '"' + value + '"';
    }
  }

  /**
   * Settings that cannot be deployed; the message has a line for each. Pulumi prints no more than
   * the message of a {@link RunException}.
   */
  public static final class SettingsException extends RunException {
    private static final long serialVersionUID = 1L;

    SettingsException(List<String> errors) {
      super(
          errors.stream()
              .map(error -> "  " + error)
              .collect(
                  Collectors.joining(
                      System.lineSeparator(),
                      "Wrong settings, nothing was deployed:" + System.lineSeparator(),
                      "")));
    }
  }
}
