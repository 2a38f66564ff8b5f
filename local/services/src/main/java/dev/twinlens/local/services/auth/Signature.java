package dev.twinlens.local.services.auth;

import com.google.common.base.Splitter;
import dev.twinlens.local.services.auth.AuthenticationException.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Signature Version 4 of a request, not yet verified.
 *
 * @param date of the credential scope, {@code yyyyMMdd}
 * @param service of the credential scope, for example {@code sqs}
 * @param signedHeaders lower-case names
 * @param presigned it is in the query
 */
public record Signature(
    String accessKeyId,
    String date,
    String region,
    String service,
    List<String> signedHeaders,
    String value,
    boolean presigned) {

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";

  /** The request's signature; empty when it has none of this version. */
  public static Optional<Signature> of(SignedRequest request) throws AuthenticationException {
    Optional<String> authorization =
        request.header("authorization").filter(header -> header.startsWith(ALGORITHM + " "));
    if (authorization.isPresent()) {
      Map<String, String> fields = new HashMap<>();
      for (String field :
          Splitter.on(',')
              .trimResults()
              .split(authorization.get().substring(ALGORITHM.length() + 1))) {
        int equals = field.indexOf('=');
        if (equals > 0) {
          fields.put(field.substring(0, equals), field.substring(equals + 1));
        }
      }
      return Optional.of(
          parse(
              fields.getOrDefault("Credential", ""),
              fields.getOrDefault("SignedHeaders", ""),
              fields.getOrDefault("Signature", ""),
              /* presigned= */ false));
    }
    Map<String, String> query = QueryString.parse(request.query()).firstValues();
    if (!ALGORITHM.equals(query.get("X-Amz-Algorithm"))) {
      return Optional.empty();
    }
    return Optional.of(
        parse(
            query.getOrDefault("X-Amz-Credential", ""),
            query.getOrDefault("X-Amz-SignedHeaders", ""),
            query.getOrDefault("X-Amz-Signature", ""),
            /* presigned= */ true));
  }

  private static Signature parse(
      String credential, String signedHeaders, String signature, boolean presigned)
      throws AuthenticationException {
    if (credential.isEmpty() || signedHeaders.isEmpty() || signature.isEmpty()) {
      throw new AuthenticationException(
          Reason.MALFORMED, "Credential, SignedHeaders and Signature are required");
    }
    List<String> scope = Splitter.on('/').splitToList(credential);
    if (scope.size() != 5 || !scope.get(4).equals("aws4_request")) {
      throw new AuthenticationException(
          Reason.MALFORMED,
          "the credential must have the form <access key>/<date>/<region>/<service>/aws4_request");
    }
    return new Signature(
        scope.get(0),
        scope.get(1),
        scope.get(2),
        scope.get(3),
        Splitter.on(';').splitToList(signedHeaders),
        signature,
        presigned);
  }
}
