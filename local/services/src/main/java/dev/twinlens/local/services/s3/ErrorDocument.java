package dev.twinlens.local.services.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinlens.local.services.http.Xml;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * S3's response to a request that it does not carry out.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#RESTErrorResponses">REST
 *     error responses</a>
 */
final class ErrorDocument {
  private ErrorDocument() {}

  static void write(AwsServiceException e, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (response.isCommitted()) {
      throw new IOException("a response was aborted", e);
    }
    Optional.ofNullable(S3Exceptions.httpResponse(e))
        .ifPresent(
            headers -> {
              for (String name : List.of("ETag", "x-amz-delete-marker", "x-amz-version-id")) {
                headers
                    .firstMatchingHeader(name)
                    .ifPresent(value -> response.setHeader(name, value));
              }
            });
    if (!response.containsHeader("x-amz-request-id")) {
      response.setHeader("x-amz-request-id", S3Request.newId());
    }
    response.setStatus(e.statusCode());
    if (request.getMethod().equals("HEAD") || e.statusCode() == 304) {
      return;
    }
    String document =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>"
            + Xml.element("Code", code(e))
            + Xml.element("Message", message(e))
            + Xml.element("Resource", request.getRequestURI())
            + Xml.element("RequestId", response.getHeader("x-amz-request-id"))
            + "</Error>";
    response.setContentType("application/xml");
    response.getOutputStream().write(document.getBytes(UTF_8));
  }

  static String code(AwsServiceException e) {
    return Optional.ofNullable(S3Exceptions.errorCode(e))
        .orElseGet(
            () ->
                switch (e.statusCode()) {
                  case 403 -> "AccessDenied";
                  case 405 -> "MethodNotAllowed";
                  case 412 -> "PreconditionFailed";
                  case 416 -> "InvalidRange";
                  default -> "InvalidRequest";
                });
  }

  private static String message(AwsServiceException e) {
    return e.awsErrorDetails() == null || e.awsErrorDetails().errorMessage() == null
        ? "The request cannot be carried out."
        : e.awsErrorDetails().errorMessage();
  }
}
