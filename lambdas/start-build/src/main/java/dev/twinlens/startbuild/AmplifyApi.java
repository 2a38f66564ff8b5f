package dev.twinlens.startbuild;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinlens.domain.json.Json;
import dev.twinlens.domain.json.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * The one request to Amplify that this function makes: the SDK's client for it would be the largest
 * part of the archive.
 *
 * @see <a href="https://docs.aws.amazon.com/amplify/latest/APIReference/API_StartJob.html">StartJob
 *     </a>
 */
final class AmplifyApi {
  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(8);

  private final SdkHttpClient http =
      UrlConnectionHttpClient.builder()
          .connectionTimeout(CONNECTION_TIMEOUT)
          .socketTimeout(SOCKET_TIMEOUT)
          .build();

  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final AwsCredentialsProvider credentials;
  private final Region region;
  private final URI endpoint;

  /**
   * Amplify as the function's process reaches it: region and credentials come from the SDK's own
   * chain, and so does another endpoint.
   */
  static AmplifyApi of(Map<String, String> environment) {
    Region region = new DefaultAwsRegionProviderChain().getRegion();
    return new AmplifyApi(
        DefaultCredentialsProvider.builder().build(),
        region,
        Optional.ofNullable(environment.get("AWS_ENDPOINT_URL"))
            .map(URI::create)
            .orElseGet(
                () -> URI.create("https://" + ServiceMetadata.of("amplify").endpointFor(region))));
  }

  AmplifyApi(AwsCredentialsProvider credentials, Region region, URI endpoint) {
    this.credentials = credentials;
    this.region = region;
    this.endpoint = endpoint;
  }

  /**
   * Starts a build of the branch's last commit.
   *
   * @return the job's id
   * @throws RefusedException when Amplify responds with an error
   * @throws IOException when it does not respond
   */
  String startJob(AmplifyBranch branch) throws IOException {
    String body =
        Json.write(
            Map.of(
                "jobType", "RELEASE",
                "jobReason", "The deployment has changed what the page is built with"));
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .uri(endpoint)
            .encodedPath(
                "/apps/%s/branches/%s/jobs"
                    .formatted(encoded(branch.appId()), encoded(branch.name())))
            .method(SdkHttpMethod.POST)
            .putHeader("Content-Type", "application/json")
            .putHeader("Content-Length", Integer.toString(body.getBytes(UTF_8).length))
            .build();
    Map<String, Object> response = send(request, ContentStreamProvider.fromUtf8String(body));
    if (response.get("jobSummary") instanceof Map<?, ?> job && job.get("jobId") != null) {
      return String.valueOf(job.get("jobId"));
    }
    throw new IOException("Amplify's response names no job");
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, UTF_8).replace("+", "%20");
  }

  private Map<String, Object> send(SdkHttpRequest request, ContentStreamProvider body)
      throws IOException {
    SignedRequest signed =
        signer.sign(
            sign ->
                sign.identity(credentials.resolveCredentials())
                    .request(request)
                    .payload(body)
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "amplify")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region.id()));
    HttpExecuteResponse response =
        http.prepareRequest(
                HttpExecuteRequest.builder()
                    .request(signed.request())
                    .contentStreamProvider(signed.payload().orElseThrow())
                    .build())
            .call();
    Map<String, Object> content = content(response.responseBody());
    if (!response.httpResponse().isSuccessful()) {
      throw new RefusedException(
          response.httpResponse().statusCode(),
          response.httpResponse().firstMatchingHeader("x-amzn-ErrorType").orElse(""),
          String.valueOf(content.getOrDefault("message", content.get("Message"))));
    }
    return content;
  }

  private static Map<String, Object> content(Optional<AbortableInputStream> body)
      throws IOException {
    if (body.isEmpty()) {
      return Map.of();
    }
    try (InputStream stream = body.get()) {
      return Json.object(new String(stream.readAllBytes(), UTF_8));
    } catch (MalformedJsonException e) {
      // A proxy's page, perhaps: the status says enough.
      return Map.of();
    }
  }
}
