package dev.twinlens.local.services.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Handles requests that read, set or remove the tags of a stored object, once they are allowed. */
final class ObjectTaggingRequests {
  private final ObjectStore objects;

  ObjectTaggingRequests(ObjectStore objects) {
    this.objects = objects;
  }

  /** Whether a request is for the tags of an object. */
  static boolean handles(S3Address address, Map<String, String> query) {
    return !address.key().isEmpty() && query.containsKey("tagging");
  }

  void handle(
      S3Request request, S3Address address, Map<String, String> query, HttpServletResponse response)
      throws IOException {
    Optional<String> versionId = Optional.ofNullable(query.get("versionId"));
    byte[] body = RequestDocument.read(request);
    response.setHeader("x-amz-request-id", S3Request.newId());
    switch (request.getMethod()) {
      case "GET" -> {
        ObjectVersion version = objects.require(address.bucket(), address.key(), versionId);
        respond(200, version, response);
        response.setContentType("application/xml");
        response.getOutputStream().write(ObjectTags.toXml(version.tags()).getBytes(UTF_8));
      }
      case "PUT" -> {
        Map<String, String> tags = ObjectTags.ofXml(body);
        respond(200, tag("ObjectTagging:Put", tags, request, address, versionId), response);
      }
      default ->
          respond(
              204, tag("ObjectTagging:Delete", Map.of(), request, address, versionId), response);
    }
  }

  private ObjectVersion tag(
      String event,
      Map<String, String> tags,
      S3Request request,
      S3Address address,
      Optional<String> versionId) {
    String principal = request.access().orElseThrow().principal();
    return objects.tag(
        new ObjectStore.Retagging(event, principal, tags),
        address.bucket(),
        address.key(),
        versionId);
  }

  private static void respond(int status, ObjectVersion version, HttpServletResponse response) {
    version.shownId().ifPresent(id -> response.setHeader("x-amz-version-id", id));
    response.setStatus(status);
  }
}
