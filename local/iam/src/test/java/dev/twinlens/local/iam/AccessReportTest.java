package dev.twinlens.local.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.twinlens.local.iam.AccessReport.Denial;
import dev.twinlens.local.iam.AccessReport.GrantUse;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessReportTest {
  private static final String ROLE = "arn:aws:iam::000000000000:role/classify";
  private static final String TABLE = "arn:aws:dynamodb:eu-west-1:000000000000:table/images";

  private final AccessControl access =
      new AccessControl("arn:aws:iam::000000000000:user/administrator", Clock.systemUTC());

  @Test
  void reportsForEachActionOnEachResourceWhetherItWasUsed() {
    policy("\"dynamodb:GetItem\", \"dynamodb:Query\"", "\"%s\", \"%s/index/by-day\"");
    call("dynamodb:Query", TABLE);
    call("dynamodb:Query", TABLE);

    assertThat(access.report().grants())
        .extracting(GrantUse::action, GrantUse::resource, GrantUse::uses)
        .containsExactly(
            tuple("dynamodb:GetItem", TABLE, 0L),
            tuple("dynamodb:GetItem", TABLE + "/index/by-day", 0L),
            tuple("dynamodb:Query", TABLE, 2L),
            tuple("dynamodb:Query", TABLE + "/index/by-day", 0L));
    assertThat(access.report().unused()).hasSize(3);
  }

  @Test
  void leavesOutTheAdministrator() {
    var unused =
        access.decide(
            new Request(
                new Principal.Aws("arn:aws:iam::000000000000:user/administrator"),
                "dynamodb:Query",
                TABLE,
                Map.of()));

    assertThat(access.report().grants()).isEmpty();
  }

  @Test
  void reportsWhoUsedWhatAResourceGrants() {
    PolicyDocument document =
        PolicyDocument.resourcePolicy(
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
              "Principal": {"Service": "s3.amazonaws.com"}, "Action": "sns:Publish",
              "Resource": "arn:aws:sns:eu-west-1:000000000000:uploads"}]}
            """);
    String topic = "arn:aws:sns:eu-west-1:000000000000:uploads";
    access.include(() -> Map.of(topic, document));
    var unused =
        access.decide(
            new Request(new Principal.Service("s3.amazonaws.com"), "sns:Publish", topic, Map.of()),
            new ResourcePolicy(topic, Optional.of(document), false));

    assertThat(access.report().grants())
        .singleElement()
        .satisfies(
            grant -> {
              assertThat(grant.holder()).isEqualTo(topic);
              assertThat(grant.callers()).containsExactly("s3.amazonaws.com");
            });
  }

  @Test
  void countsDenialsAndNamesTheNeededPolicy() {
    call("dynamodb:DeleteItem", TABLE);
    call("dynamodb:DeleteItem", TABLE);

    assertThat(access.report().denials())
        .singleElement()
        .satisfies(
            denial -> {
              assertThat(denial.times()).isEqualTo(2);
              assertThat(denial.needed())
                  .isEqualTo(
                      """
                      {"Version":"2012-10-17","Statement":{"Effect":"Allow",\
                      "Action":"dynamodb:DeleteItem","Resource":"%s"}}"""
                          .formatted(TABLE));
            });
  }

  @Test
  void namesNoPolicyAgainstADeny() {
    access.putPolicy(
        ROLE,
        "never",
        """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Deny", "Action": "dynamodb:*", "Resource": "*"}]}
        """);
    call("dynamodb:DeleteItem", TABLE);

    assertThat(access.report().denials()).singleElement().extracting(Denial::needed).isEqualTo("");
  }

  @Test
  void namesNoPolicyForAnUnknownAction() {
    var unused = access.denyUnknown(new Principal.Aws(ROLE), "s3", "PUT ?torrent");

    assertThat(access.report().denials()).singleElement().extracting(Denial::needed).isEqualTo("");
  }

  @Test
  void namesThePolicyOfTheResourceForAService() {
    String topic = "arn:aws:sns:eu-west-1:000000000000:uploads";
    var unused =
        access.decide(
            new Request(new Principal.Service("s3.amazonaws.com"), "sns:Publish", topic, Map.of()),
            ResourcePolicy.of(topic, Optional.empty()));

    assertThat(access.report().denials())
        .singleElement()
        .extracting(Denial::needed)
        .isEqualTo(
            """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow",\
            "Principal":{"Service":"s3.amazonaws.com"},"Action":"sns:Publish",\
            "Resource":"%1$s"}} in the policy of %1$s"""
                .formatted(topic));
  }

  @Test
  void namesTheResourcePolicyThatMustAllow() {
    PolicyDocument trust =
        PolicyDocument.resourcePolicy(
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
              "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
            """);
    String other = "arn:aws:iam::000000000000:role/other";
    access.putPolicy(
        ROLE,
        "assume",
        """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}]}
        """);
    var unused =
        access.decide(
            new Request(new Principal.Aws(ROLE), "sts:AssumeRole", other, Map.of()),
            ResourcePolicy.required(other, trust));

    assertThat(access.report().denials())
        .singleElement()
        .extracting(Denial::needed)
        .isEqualTo(
            """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"%s"},\
            "Action":"sts:AssumeRole"}} in the policy of %s"""
                .formatted(ROLE, other));
  }

  @Test
  void namesNoPolicyThatAllowsEveryone() {
    String image = "arn:aws:s3:::images/a";
    var unused =
        access.decide(
            new Request(new Principal.Anonymous(), "s3:GetObject", image, Map.of()),
            ResourcePolicy.of("arn:aws:s3:::images", Optional.empty()));

    assertThat(access.report().denials()).singleElement().extracting(Denial::needed).isEqualTo("");
  }

  @Test
  void keepsCountingDenialsBeyondItsLimit() {
    for (int key = 0; key < 1003; key++) {
      call("s3:GetObject", "arn:aws:s3:::images/" + key);
    }

    assertThat(access.report().denials()).hasSize(1000);
    assertThat(access.report().denialsLeftOut()).isEqualTo(3);
  }

  /** Two used resources, and the resource that would have sufficed for both. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "images/*, images/a, images/b, -",
        "images/*, images/results/a, images/results/b, images/results/*",
        "images/results/*, images/results/a, images/results/b, -",
        "images/results/*, images/results/a/1, images/results/a/2, images/results/a/*",
        "*, images/a, images/b, images/*",
        "images/*, images/2026-11-27/a, images/2026-11-27/b, -",
        "images/*, images/2026-11-27/a/1, images/2026-11-27/a/2, images/2026-11-27/a/*",
        "images/*, images/a, images/a, images/a",
        "images/a, images/a, images/a, -"
      })
  void proposesANarrowerResource(String granted, String first, String second, String enough) {
    String prefix = "arn:aws:s3:::";
    String pattern = granted.equals("*") ? "*" : prefix + granted;
    policy("\"s3:GetObject\"", "\"" + pattern + "\"");
    call("s3:GetObject", prefix + first);
    call("s3:GetObject", prefix + second);

    assertThat(access.report().grants())
        .singleElement()
        .extracting(GrantUse::narrower)
        .isEqualTo(
            Optional.ofNullable(enough).map(text -> prefix + text + " instead of " + pattern));
  }

  /** Used resources of a bucket-wide grant, and the resources that would have sufficed. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "results/a results/b thumbnails/a thumbnails/b, results/* thumbnails/*",
        "results/a/1 results/b/1 reports/a reports/b, reports/* results/*",
        "a/1 a/2 b/1 b/2 c/1 c/2, a/* b/* c/*",
        "a/1 a/2 b/1 b/2 c/1 c/2 d/1 d/2, -",
        "results/a results/b thumbnails/a thumbnails/a, -",
        "results/a results/b thumbnails/a thumbnails/b cat.jpg, -",
        "cat.jpg results/a results/b thumbnails/a thumbnails/b, -",
        "2026-11-27/a 2026-11-27/b 2026-11-28/a 2026-11-28/b, -",
        "results/a results/b 2026-11-28/a 2026-11-28/b, -",
        "6f1c/a 6f1c/b results/a results/b, -"
      })
  void proposesAFewFolders(String used, String enough) {
    String bucket = "arn:aws:s3:::bucket/";
    policy("\"s3:GetObject\"", "\"" + bucket + "*\"");
    for (String key : used.split(" ", -1)) {
      call("s3:GetObject", bucket + key);
    }

    assertThat(access.report().grants())
        .singleElement()
        .extracting(GrantUse::narrower)
        .isEqualTo(
            Optional.ofNullable(enough)
                .map(
                    folders ->
                        bucket
                            + folders.replace(" ", " and " + bucket)
                            + " instead of "
                            + bucket
                            + "*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "buck*", "bucket/*/*", "bucket/?*"})
  void proposesFoldersOnlyForATrailingWildcard(String granted) {
    String prefix = granted.equals("*") ? "" : "arn:aws:s3:::";
    policy("\"s3:GetObject\"", "\"" + prefix + granted + "\"");
    for (String key : List.of("results/a/1", "results/b/1", "thumbnails/a/1", "thumbnails/b/1")) {
      call("s3:GetObject", "arn:aws:s3:::bucket/" + key);
    }

    assertThat(access.report().grants())
        .singleElement()
        .satisfies(grant -> assertThat(grant.uses()).isEqualTo(4))
        .satisfies(grant -> assertThat(grant.folders()).isEmpty());
  }

  @Test
  void proposesNoFoldersForNotResource() {
    access.putPolicy(
        ROLE,
        "work",
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject",
          "NotResource": "arn:aws:s3:::a-longer-name/*"}]}
        """);
    call("s3:GetObject", "arn:aws:s3:::b/1");

    assertThat(access.report().grants())
        .singleElement()
        .satisfies(grant -> assertThat(grant.uses()).isEqualTo(1))
        .satisfies(grant -> assertThat(grant.folders()).isEmpty());
  }

  @Test
  void treatsAWildcardInAResourcesOwnPolicyAsThatResource() {
    String key = "arn:aws:kms:eu-west-1:000000000000:key/1";
    PolicyDocument document =
        PolicyDocument.resourcePolicy(
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
              "Principal": {"AWS": "%s"}, "Action": "kms:Decrypt", "Resource": "*"}]}
            """
                .formatted(ROLE));
    access.include(() -> Map.of(key, document));
    var unused =
        access.decide(
            new Request(new Principal.Aws(ROLE), "kms:Decrypt", key, Map.of()),
            ResourcePolicy.required(key, document));

    assertThat(access.report().tooWide()).isEmpty();
    assertThat(access.report().unused()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"s3:*", "s3:Get*", "*"})
  void proposesActionsByName(String action) {
    policy("\"" + action + "\"", "\"arn:aws:s3:::images/a\"");
    call("s3:GetObject", "arn:aws:s3:::images/a");

    assertThat(access.report().tooWide())
        .singleElement()
        .extracting(grant -> grant.narrower().orElseThrow())
        .isEqualTo("name each action instead of " + action);
  }

  private void policy(String actions, String resources) {
    access.putPolicy(
        ROLE,
        "work",
        """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": [%s], "Resource": [%s]}]}
        """
            .formatted(actions, resources.formatted(TABLE, TABLE)));
  }

  private void call(String action, String resource) {
    var unused = access.decide(new Request(new Principal.Aws(ROLE), action, resource, Map.of()));
  }
}
