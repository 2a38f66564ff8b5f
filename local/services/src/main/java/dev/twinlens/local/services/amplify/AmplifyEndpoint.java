package dev.twinlens.local.services.amplify;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinlens.local.services.access.RequiredPermission;
import dev.twinlens.local.services.access.UnknownOperationException;
import dev.twinlens.local.services.auth.LocalAccount;
import dev.twinlens.local.services.http.ErrorFormat;
import dev.twinlens.local.services.http.Exchange;
import dev.twinlens.local.services.http.RestJsonErrors;
import dev.twinlens.local.services.http.Service;
import dev.twinlens.local.services.http.ServiceCall;
import dev.twinlens.local.services.http.ServiceResponse;
import dev.twinlens.local.services.integration.SiteBuilds;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Amplify's StartJob: a caller with {@code amplify:StartJob} has a branch built. Apps and branches
 * are made by the program, not through this API.
 *
 * @see <a href="https://docs.aws.amazon.com/amplify/latest/APIReference/API_StartJob.html">StartJob
 *     </a>
 */
public final class AmplifyEndpoint implements Service {
  private static final Pattern JOBS = Pattern.compile("/apps/([^/]+)/branches/([^/]+)/jobs/?");
  private static final JsonMapper JSON = new JsonMapper();
  private static final RestJsonErrors ERRORS = new RestJsonErrors();

  private final String arnPrefix;
  private final AtomicInteger checked = new AtomicInteger();
  private volatile SiteBuilds builds = (appId, branch) -> Optional.empty();

  public AmplifyEndpoint(LocalAccount account) {
    this.arnPrefix = account.arnPrefix("amplify");
  }

  /** Starts these builds from now on. */
  public void connect(SiteBuilds siteBuilds) {
    builds = siteBuilds;
  }

  private record Branch(String appId, String name) {
    String arn() {
      return "apps/%s/branches/%s".formatted(appId, name);
    }
  }

  private static Branch branch(ServiceCall call) throws UnknownOperationException {
    Matcher jobs = JOBS.matcher(call.path());
    if (!call.method().equals("POST") || !jobs.matches()) {
      throw new UnknownOperationException("amplify", call.method() + " " + call.path());
    }
    return new Branch(jobs.group(1), URLDecoder.decode(jobs.group(2), StandardCharsets.UTF_8));
  }

  /** The permission is for a job, which has no id yet: each call is for another one. */
  @Override
  public List<RequiredPermission> requiredPermissions(ServiceCall call)
      throws UnknownOperationException {
    return List.of(
        RequiredPermission.of(
            "amplify:StartJob",
            "%s%s/jobs/%d".formatted(arnPrefix, branch(call).arn(), checked.incrementAndGet())));
  }

  @Override
  public void handle(ServiceCall call, Exchange exchange) throws Exception {
    Branch branch = branch(call);
    String type = JSON.readTree(call.body()).path("jobType").asText();
    if (!type.equals("RELEASE")) {
      exchange.write(
          ERRORS.error(
              400,
              "BadRequestException",
              "The job type %s is not implemented here; use RELEASE".formatted(type)));
      return;
    }
    exchange.write(
        builds
            .start(branch.appId(), branch.name())
            .map(jobId -> started(branch, jobId))
            .orElseGet(
                () ->
                    ERRORS.error(
                        404, "NotFoundException", "No branch " + arnPrefix + branch.arn())));
  }

  private ServiceResponse started(Branch branch, String jobId) {
    ObjectNode response = JSON.createObjectNode();
    response
        .putObject("jobSummary")
        .put("jobArn", "%s%s/jobs/%s".formatted(arnPrefix, branch.arn(), jobId))
        .put("jobId", jobId)
        .put("jobType", "RELEASE")
        .put("status", "PENDING");
    return ServiceResponse.json(200, "application/json", response.toString());
  }

  @Override
  public ErrorFormat errors() {
    return ERRORS;
  }
}
