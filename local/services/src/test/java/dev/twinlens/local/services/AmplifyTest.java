package dev.twinlens.local.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.local.services.auth.AccessKey;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Amplify's StartJob, for one branch. */
class AmplifyTest {
  @RegisterExtension static final LocalAws AWS = new LocalAws();

  private static final String BRANCH = "/apps/d1/branches/main/jobs";
  private static final String RELEASE = "{\"jobType\": \"RELEASE\"}";

  @BeforeAll
  static void connectBuilds() {
    AWS.services()
        .buildWith(
            (appId, branch) ->
                appId.equals("d1") && branch.equals("main") ? Optional.of("7") : Optional.empty());
  }

  private static HttpResponse<String> post(AccessKey key, String path, String body)
      throws Exception {
    return new SignedHttp(AWS.services().endpoint(), key, "amplify")
        .send("POST", path, Map.of("content-type", "application/json"), body);
  }

  @Test
  void startsTheBuildOfABranch() throws Exception {
    HttpResponse<String> response = post(AWS.services().administrator(), BRANCH, RELEASE);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .contains(
            "\"jobId\":\"7\"",
            "\"jobArn\":\"arn:aws:amplify:us-east-1:000000000000:apps/d1/branches/main/jobs/7\"");
  }

  @Test
  void doesNotFindAnotherBranch() throws Exception {
    assertThat(
            post(AWS.services().administrator(), "/apps/d1/branches/other/jobs", RELEASE)
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void rejectsAnotherKindOfJob() throws Exception {
    HttpResponse<String> response =
        post(AWS.services().administrator(), BRANCH, "{\"jobType\": \"RETRY\"}");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("use RELEASE");
  }

  @Test
  void deniesACallerWithoutThePermission() throws Exception {
    Role role =
        new Role(AWS.services())
            .may(
                "amplify:StartJob",
                "arn:aws:amplify:us-east-1:000000000000:apps/d1/branches/main/jobs/*");

    assertThat(post(role.key, BRANCH, RELEASE).statusCode()).isEqualTo(200);
    HttpResponse<String> denied = post(role.key, "/apps/d1/branches/other/jobs", RELEASE);
    assertThat(denied.statusCode()).isEqualTo(403);
    assertThat(denied.body()).contains("amplify:StartJob");
  }
}
