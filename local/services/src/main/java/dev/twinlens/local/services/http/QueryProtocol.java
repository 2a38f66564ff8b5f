package dev.twinlens.local.services.http;

import dev.twinlens.local.services.access.AccessDeniedException;
import dev.twinlens.local.services.auth.AuthenticationException;
import java.util.UUID;

/**
 * AWS's query protocol, which SNS and STS use.
 *
 * @param namespace of the response documents
 * @param deniedCode the service's error code for a missing permission
 */
public record QueryProtocol(String namespace, String deniedCode) implements ErrorFormat {
  /**
   * The response to a call that succeeded.
   *
   * @param result the elements within the result; empty when the operation has none
   */
  public ServiceResponse response(String operation, String result) {
    return ServiceResponse.xml(
        200,
        """
        <%1$sResponse xmlns="%2$s"><%1$sResult>%3$s</%1$sResult><ResponseMetadata>\
        <RequestId>%4$s</RequestId></ResponseMetadata></%1$sResponse>"""
            .formatted(operation, namespace, result, UUID.randomUUID()));
  }

  public ServiceResponse error(int status, String code, String message) {
    return ServiceResponse.xml(
        status,
        """
        <ErrorResponse xmlns="%s"><Error><Type>%s</Type><Code>%s</Code><Message>%s</Message>\
        </Error><RequestId>%s</RequestId></ErrorResponse>"""
            .formatted(
                namespace,
                status < 500 ? "Sender" : "Receiver",
                Xml.escape(code),
                Xml.escape(message),
                UUID.randomUUID()));
  }

  @Override
  public ServiceResponse denied(AccessDeniedException e) {
    return error(403, deniedCode, e.getMessage());
  }

  @Override
  public ServiceResponse malformed(MalformedRequestException e) {
    return error(400, "MalformedQueryString", e.getMessage());
  }

  @Override
  public ServiceResponse unauthenticated(AuthenticationException e) {
    return switch (e.reason()) {
      case MISSING -> error(403, "MissingAuthenticationToken", e.getMessage());
      case MALFORMED -> error(400, "IncompleteSignature", e.getMessage());
      case UNKNOWN_ACCESS_KEY -> error(403, "InvalidClientTokenId", e.getMessage());
      case WRONG_REGION, UNSIGNED_HEADERS, WRONG_SIGNATURE, EXPIRED ->
          error(403, "SignatureDoesNotMatch", e.getMessage());
    };
  }
}
