package dev.twinlens.local.services.http;

import dev.twinlens.local.services.auth.AuthenticationException;
import java.util.UUID;

/** The answers of AWS's query protocol, which SNS and STS speak. */
public final class QueryProtocol {
  private final String namespace;

  public QueryProtocol(String namespace) {
    this.namespace = namespace;
  }

  /**
   * The answer of a call that succeeded.
   *
   * @param result the elements within the result; empty when the operation has none
   */
  public Reply answer(String operation, String result) {
    return Reply.xml(
        200,
        """
        <%1$sResponse xmlns="%2$s"><%1$sResult>%3$s</%1$sResult><ResponseMetadata>\
        <RequestId>%4$s</RequestId></ResponseMetadata></%1$sResponse>"""
            .formatted(operation, namespace, result, UUID.randomUUID()));
  }

  public Reply error(int status, String code, String message) {
    return Reply.xml(
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

  public Reply refuse(AuthenticationException e) {
    return switch (e.reason()) {
      case MISSING -> error(403, "MissingAuthenticationToken", e.getMessage());
      case MALFORMED -> error(400, "IncompleteSignature", e.getMessage());
      case UNKNOWN_ACCESS_KEY -> error(403, "InvalidClientTokenId", e.getMessage());
      case WRONG_REGION, UNSIGNED_HEADERS, WRONG_SIGNATURE, EXPIRED ->
          error(403, "SignatureDoesNotMatch", e.getMessage());
    };
  }
}
