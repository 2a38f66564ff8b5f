package dev.twinlens.local.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.google.common.base.Splitter;
import com.google.common.hash.Hashing;
import com.google.common.net.UrlEscapers;
import dev.twinlens.local.services.auth.AccessKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Requests with a Signature Version 4 that no SDK would send: paths, parameters and headers go out
 * as they are given.
 *
 * @param service of the credential scope
 * @param region of the credential scope
 */
record SignedHttp(URI endpoint, AccessKey key, String service, String region) {
  SignedHttp(URI endpoint, AccessKey key, String service) {
    this(endpoint, key, service, "us-east-1");
  }

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /**
   * Sends a request.
   *
   * @param target path and query, already encoded
   * @param headers names in lower case; all of them are signed
   */
  HttpResponse<String> send(String method, String target, Map<String, String> headers, String body)
      throws IOException, InterruptedException {
    return send(method, target, headers, Set.of(), body);
  }

  /** Sends a request whose signature leaves out some of its headers. */
  HttpResponse<String> send(
      String method, String target, Map<String, String> headers, Set<String> unsigned, String body)
      throws IOException, InterruptedException {
    Instant now = Instant.now();
    String payloadHash = Hashing.sha256().hashString(body, UTF_8).toString();
    TreeMap<String, String> all = new TreeMap<>(headers);
    all.put("host", endpoint.getAuthority());
    all.put("x-amz-date", TIME.format(now));
    all.put("x-amz-content-sha256", payloadHash);
    TreeMap<String, String> signed = new TreeMap<>(all);
    signed.keySet().removeAll(unsigned);
    String signature = signature(method, target, signed, payloadHash, now);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(endpoint + target))
            .method(method, BodyPublishers.ofString(body))
            .header(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                    .formatted(
                        key.accessKeyId(),
                        scope(now),
                        String.join(";", signed.keySet()),
                        signature));
    all.remove("host");
    all.forEach(request::header);
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> send(String method, String target) throws IOException, InterruptedException {
    return send(method, target, Map.of(), "");
  }

  /** A URL that was signed some time ago. */
  URI presigned(String method, String path, Instant signedAt, Duration life) {
    String query =
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=%s&X-Amz-Date=%s&X-Amz-Expires=%d"
                .formatted(
                    UrlEscapers.urlFormParameterEscaper()
                        .escape(key.accessKeyId() + "/" + scope(signedAt)),
                    TIME.format(signedAt),
                    life.toSeconds())
            + "&X-Amz-SignedHeaders=host";
    String target = path + "?" + query;
    return URI.create(
        endpoint
            + target
            + "&X-Amz-Signature="
            + signature(
                method,
                target,
                new TreeMap<>(Map.of("host", endpoint.getAuthority())),
                "UNSIGNED-PAYLOAD",
                signedAt));
  }

  static HttpResponse<String> get(URI url) throws IOException, InterruptedException {
    return HTTP.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
  }

  private String scope(Instant at) {
    return TIME.format(at).substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
  }

  private String signature(
      String method,
      String target,
      TreeMap<String, String> headers,
      String payloadHash,
      Instant at) {
    List<String> parts = Splitter.on('?').limit(2).splitToList(target);
    String query =
        parts.size() < 2
            ? ""
            : Stream.of(parts.get(1).split("&"))
                .map(parameter -> parameter.contains("=") ? parameter : parameter + "=")
                .sorted()
                .collect(joining("&"));
    String canonical =
        String.join(
            "\n",
            method,
            parts.get(0),
            query,
            headers.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                .collect(joining()),
            String.join(";", headers.keySet()),
            payloadHash);
    String toSign =
        String.join(
            "\n",
            "AWS4-HMAC-SHA256",
            TIME.format(at),
            scope(at),
            Hashing.sha256().hashString(canonical, UTF_8).toString());
    byte[] signingKey = ("AWS4" + key.secretAccessKey()).getBytes(UTF_8);
    for (String part : Splitter.on('/').split(scope(at))) {
      signingKey = Hashing.hmacSha256(signingKey).hashString(part, UTF_8).asBytes();
    }
    return Hashing.hmacSha256(signingKey).hashString(toSign, UTF_8).toString();
  }
}
