package dev.twinlens.local.services.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinlens.local.iam.InvalidPolicyException;
import dev.twinlens.local.iam.PolicyDocument;
import dev.twinlens.local.services.http.Xml;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;

/** Handles requests that read, set or remove the configuration documents of buckets. */
final class BucketConfigurationRequests {
  private final ObjectStore objects;
  private final BucketConfigurations configurations;
  private final EventNotifications notifications;

  BucketConfigurationRequests(
      ObjectStore objects, BucketConfigurations configurations, EventNotifications notifications) {
    this.objects = objects;
    this.configurations = configurations;
    this.notifications = notifications;
  }

  void handle(
      String bucket,
      Subresource subresource,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    byte[] body = RequestDocument.read(request);
    objects.bucket(bucket);
    switch (request.getMethod()) {
      case "GET" -> {
        String document =
            configurations.get(bucket, subresource.parameter()).orElseGet(subresource::absent);
        response.setStatus(200);
        response.setContentType(subresource.xml() ? "application/xml" : "application/json");
        response.getOutputStream().write(document.getBytes(UTF_8));
      }
      case "PUT" -> {
        put(bucket, subresource, new String(body, UTF_8));
        response.setStatus(subresource.putStatus());
      }
      case "DELETE" -> {
        configurations.remove(bucket, subresource.parameter());
        response.setStatus(204);
      }
      default ->
          throw S3Errors.error(
              405,
              "MethodNotAllowed",
              "The specified method is not allowed against this resource.");
    }
    response.setHeader("x-amz-request-id", S3Request.newId());
  }

  private void put(String bucket, Subresource subresource, String document) {
    if (subresource.xml()) {
      requireRoot(subresource, document);
    }
    Runnable afterwards = () -> {};
    switch (subresource) {
      case POLICY -> requirePolicy(document);
      case NOTIFICATION -> afterwards = notifications.validate(bucket, document);
      case CORS -> CorsRule.parse(document);
      case ENCRYPTION, LIFECYCLE, OWNERSHIP_CONTROLS, PUBLIC_ACCESS_BLOCK, TAGGING -> {}
    }
    configurations.put(bucket, subresource.parameter(), document);
    afterwards.run();
  }

  private static void requireRoot(Subresource subresource, String document) {
    try {
      if (!subresource.rootElement().equals(Xml.parse(document.getBytes(UTF_8)).getLocalName())) {
        throw S3Errors.malformedXml();
      }
    } catch (IOException e) {
      throw S3Errors.malformedXml();
    }
  }

  private static void requirePolicy(String document) {
    try {
      Objects.requireNonNull(PolicyDocument.resourcePolicy(document));
    } catch (InvalidPolicyException e) {
      throw S3Errors.error(400, "MalformedPolicy", e.getMessage());
    }
  }
}
