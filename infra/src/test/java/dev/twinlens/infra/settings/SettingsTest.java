package dev.twinlens.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.pulumi.test.internal.PulumiTestInternal;
import dev.twinlens.infra.Recordings;
import dev.twinlens.infra.graph.RecordedResource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  private static final Map<String, String> AMPLIFY =
      Map.of(
          "siteHosting", "amplify",
          "siteRepository", "https://github.com/example/twinlens",
          "githubToken", "github_pat_secret");

  private static Settings read(Map<String, String> values) {
    return Recordings.settings(
        values.entrySet().stream()
            .collect(Collectors.toMap(value -> "twinlens:" + value.getKey(), Map.Entry::getValue)));
  }

  private static Settings readWithS3(String key, String value) {
    return read(Map.of("siteHosting", "s3", key, value));
  }

  @Test
  void takesDefaultsForWhatIsNotSet() {
    assertThat(read(Map.of("siteHosting", "s3")))
        .isEqualTo(
            new Settings(
                new Settings.Images(55, 50, 15, List.of("image/jpeg", "image/png")),
                new Settings.Emails(Optional.empty(), Optional.empty()),
                new SiteHosting.S3(),
                new Settings.Api(50, 100, false),
                new Settings.Concurrency(2, 2, 2),
                new Settings.Backup(
                    BackupTier.COOL, 3650, OptionalInt.empty(), 1024, Optional.empty()),
                new Settings.Governance(30, false, Optional.empty(), OptionalInt.empty())));
  }

  /** A new account may have 10 concurrent executions; some must be left for the API. */
  @Test
  void leaveConcurrentExecutionsOfANewAccountToTheApi() {
    var concurrency = read(Map.of("siteHosting", "s3")).concurrency();
    int audit = 1;
    assertThat(concurrency.classify() + concurrency.backup() + concurrency.thumbnail() + audit)
        .isLessThanOrEqualTo(10 - 3);
  }

  @Test
  void readsWhatIsSet() {
    var values = new HashMap<String, String>();
    values.put("minConfidence", "0");
    values.put("maxLabels", "1");
    values.put("maxUploadMiB", "3");
    values.put("allowedTypes", "[\"image/png\"]");
    values.put("notificationEmail", "photos@example.org");
    values.put("alarmEmail", " on-call@example.org ");
    values.put("siteHosting", "s3");
    values.put("apiRateLimit", "7");
    values.put("apiBurstLimit", "8");
    values.put("classifyConcurrency", "1000");
    values.put("backupConcurrency", "2");
    values.put("thumbnailConcurrency", "3");
    values.put("logRetentionDays", "3653");
    values.put("backupAccessTier", "Cold");
    values.put("backupRetentionDays", "90");
    values.put("verifyMiBPerDay", "0");
    values.put("backupImmutabilityDays", "90");
    values.put("protectData", "true");
    values.put("permissionsBoundary", "arn:aws:iam::123456789012:policy/a/bound");
    values.put("monthlyBudgetUsd", "20");
    values.put("resourceGroup", "backups(eu).1");
    values.put("allowDelete", "true");
    assertThat(read(values))
        .isEqualTo(
            new Settings(
                new Settings.Images(0, 1, 3, List.of("image/png")),
                new Settings.Emails(
                    Optional.of("photos@example.org"), Optional.of("on-call@example.org")),
                new SiteHosting.S3(),
                new Settings.Api(7, 8, true),
                new Settings.Concurrency(1000, 2, 3),
                new Settings.Backup(
                    BackupTier.COLD, 90, OptionalInt.of(90), 0, Optional.of("backups(eu).1")),
                new Settings.Governance(
                    3653,
                    true,
                    Optional.of("arn:aws:iam::123456789012:policy/a/bound"),
                    OptionalInt.of(20))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "minConfidence        | -1              | a whole number from 0 to 100",
        "minConfidence        | 101             | a whole number from 0 to 100",
        "minConfidence        | 55.5            | a whole number from 0 to 100",
        "maxLabels            | 0               | a whole number from 1 to 100",
        "maxUploadMiB         | 16              | a whole number from 1 to 15",
        "maxUploadMiB         | 0               | a whole number from 1 to 15",
        "allowedTypes         | []              | a list of one or more of image/jpeg, image/png",
        "allowedTypes         | [\"image/gif\"] | a list of one or more of image/jpeg, image/png",
        "allowedTypes         | image/png       | a list of one or more of image/jpeg, image/png",
        "notificationEmail    | nobody          | an e-mail address, or empty",
        "alarmEmail           | a b@example.org | an e-mail address, or empty",
        "siteHosting          | github          | amplify, s3",
        "apiRateLimit         | 0               | a whole number from 1 to 10000",
        "apiBurstLimit        | many            | a whole number from 1 to 5000",
        "classifyConcurrency  | 1               | a whole number from 2 to 1000",
        "classifyConcurrency  | 1001            | a whole number from 2 to 1000",
        "backupConcurrency    | 1               | a whole number from 2 to 1000",
        "thumbnailConcurrency | 1001            | a whole number from 2 to 1000",
        "logRetentionDays     | 31              | one of 1, 3, 5, 7, 14, 30, 60,",
        "backupAccessTier     | cool            | Hot, Cool, Cold",
        "backupRetentionDays  | 0               | a whole number from 1 to 36500",
        "verifyMiBPerDay      | -1              | a whole number from 0 to 1048576",
        "backupImmutabilityDays | -1            | a whole number from 0 (off) to backupRetentionDays, which is 3650",
        "backupImmutabilityDays | 3651          | a whole number from 0 (off) to backupRetentionDays, which is 3650",
        "monthlyBudgetUsd     | -1              | a whole number from 0 to 1000000",
        "monthlyBudgetUsd     | 9.99            | a whole number from 0 to 1000000",
        "protectData          | yes             | true, false",
        "permissionsBoundary  | bound           | the ARN of an IAM policy, arn:aws:iam::ACCOUNT:policy/NAME, or empty",
        "permissionsBoundary  | arn:aws:iam::123456789012:role/bound | the ARN of an IAM policy",
        "resourceGroup        | backups.        | the name of an existing resource group of Azure",
        "resourceGroup        | a/b             | the name of an existing resource group of Azure",
        "allowDelete          | yes             | true, false"
      })
  void namesKeyValueAndAllowedValues(String key, String value, String allowed) {
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> readOne(key, value))
        .withMessageContaining("twinlens:%s is \"%s\"; allowed: %s".formatted(key, value, allowed));
  }

  private static void readOne(String key, String value) {
    if (key.equals("siteHosting")) {
      read(Map.of(key, value));
    } else {
      readWithS3(key, value);
    }
  }

  @Test
  void reportsAllErrorsAtOnce() {
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(
            () -> read(Map.of("siteHosting", "amplify", "maxLabels", "0", "protectData", "1")))
        .withMessageContainingAll(
            "twinlens:maxLabels is \"0\"",
            "twinlens:protectData is \"1\"",
            "twinlens:siteRepository is not set",
            "twinlens:githubToken is not set");
  }

  /** Nobody could delete a copy when its retention ends. */
  @Test
  void refusesCopiesThatAreImmutableForLongerThanTheyAreKept() {
    var values =
        Map.of("siteHosting", "s3", "backupRetentionDays", "30", "backupImmutabilityDays", "31");
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> read(values))
        .withMessageContaining(
            "twinlens:backupImmutabilityDays is \"31\"; allowed: a whole number from 0 (off) to"
                + " backupRetentionDays, which is 30");
  }

  @Test
  void saysHowToSetTheGithubToken() {
    var values = new HashMap<>(AMPLIFY);
    values.put("githubToken", "");
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> read(values))
        .withMessageContaining("pulumi config set --secret githubToken");
  }

  @Test
  void neverQuotesTheGithubToken() {
    var values = new HashMap<>(AMPLIFY);
    values.put("maxLabels", "0");
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> read(values))
        .satisfies(
            error -> assertThat(error.getMessage()).doesNotContain(AMPLIFY.get("githubToken")));
  }

  /** The message names a setting only if the program reads it. */
  @Test
  void areExactlyThoseThatPulumiYamlDeclares() {
    var invalid =
        Recordings.PROJECT.settings().keySet().stream()
            .collect(Collectors.toMap(key -> key, key -> key.equals("githubToken") ? "" : "?!"));
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> read(invalid))
        .satisfies(
            error ->
                assertThat(
                        Pattern.compile("(?m)^  twinlens:(\\w+) is ")
                            .matcher(error.getMessage())
                            .results()
                            .map(line -> line.group(1)))
                    .containsExactlyInAnyOrderElementsOf(invalid.keySet()));
  }

  @Test
  void keepsTheGithubTokenSecret() {
    var amplify = (SiteHosting.Amplify) read(AMPLIFY).siteHosting();
    var token = PulumiTestInternal.extractOutputData(amplify.githubToken());
    assertThat(token.isSecret()).isTrue();
    assertThat(token.getValueNullable()).isEqualTo(AMPLIFY.get("githubToken"));
  }

  @ParameterizedTest
  @CsvSource({
    "siteRepository, http://github.com/example/twinlens",
    "siteRepository, https://gitlab.com/example/twinlens",
    "siteRepository, https://github.com/example",
    "siteBranch, feature/labels",
    "siteBranch, -main"
  })
  void refusesWhatAmplifyCannotHost(String key, String value) {
    var values = new HashMap<>(AMPLIFY);
    values.put(key, value);
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> read(values))
        .withMessageContaining("twinlens:%s is \"%s\"; allowed: ".formatted(key, value));
  }

  @Test
  void stopsTheProgramBeforeAnythingIsRegistered() {
    var program =
        Recordings.attempt(Map.of("twinlens:siteHosting", "s3", "twinlens:maxLabels", "none"));
    assertThat(program.errors()).isNotEmpty();
    assertThat(program.errors())
        .anySatisfy(error -> assertThat(error).contains("twinlens:maxLabels is \"none\""));
    assertThat(program.resources())
        .extracting(RecordedResource::type)
        .containsOnly("pulumi:pulumi:Stack");
    assertThat(program.calls()).isEmpty();
  }
}
