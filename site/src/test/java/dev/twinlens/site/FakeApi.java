package dev.twinlens.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinlens.api.Contract;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/**
 * The HTTP API and the buckets, with states into which a real deployment is hard to bring. Every
 * request and response of the API is checked against the contract: see {@link #violations}.
 */
final class FakeApi implements AutoCloseable {
  private static final Contract CONTRACT = Contract.load();
  private static final JsonMapper JSON = new JsonMapper();
  private static final String BUCKET = "/bucket/";
  private static final int PAGE = 24;

  final FakePhotos photos = new FakePhotos();
  final FakeBucket bucket = new FakeBucket(photos);
  private final Server server = new Server();
  private final ServerConnector connector =
      new ServerConnector(server, 1, 1, new HttpConnectionFactory(anyPath()));
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private volatile Optional<Reply> refusal = Optional.empty();
  private volatile boolean down;
  private volatile String allowedOrigin = "";

  /** Set when the port is known. */
  private ImageBodies images;

  private FakeApi() {}

  static FakeApi start() throws Exception {
    FakeApi api = new FakeApi();
    api.connector.setHost("127.0.0.1");
    api.server.addConnector(api.connector);
    api.server.setHandler(api.new Routes());
    api.server.setStopTimeout(0);
    api.server.start();
    api.images = new ImageBodies(api.photos, api.endpoint().resolve(BUCKET));
    return api;
  }

  /** Keys can have encoded slashes. */
  private static HttpConfiguration anyPath() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setUriCompliance(UriCompliance.UNSAFE);
    return configuration;
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort());
  }

  @Override
  public void close() {
    bucket.releaseUploads();
    bucket.releaseOriginals();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  void allowOrigin(URI origin) {
    allowedOrigin = origin.toString();
  }

  ImageBodies images() {
    return images;
  }

  /** Refuses uploads because of one field, until {@link #accept}. */
  void refuseUploads(String field, String message) {
    refusal =
        Optional.of(
            Reply.problem(
                400,
                "Bad Request",
                "The request has missing or invalid fields.",
                Map.of("errors", List.of(Map.of("field", field, "message", message)))));
  }

  /** Refuses deletions because another request deletes the image, until {@link #accept}. */
  void refuseDeletions() {
    refusal =
        Optional.of(
            Reply.problem(
                    409,
                    "Conflict",
                    "This image is already being deleted. Try again in a minute.",
                    Map.of())
                .with(Map.of("retry-after", "60")));
  }

  void accept() {
    refusal = Optional.empty();
  }

  /** While this is on, requests get no response. */
  void goDown(boolean isDown) {
    down = isDown;
  }

  /** Method and target of every request, those to the buckets included. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** Where requests and responses break the contract of the API. */
  List<String> violations() {
    return List.copyOf(violations);
  }

  private final class Routes extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      String target = request.getHttpURI().getPathQuery();
      String path = request.getHttpURI().getPath();
      requests.add(request.getMethod() + " " + target);
      if (down) {
        request.getConnectionMetaData().getConnection().getEndPoint().close();
        callback.succeeded();
      } else if (!path.startsWith(BUCKET)) {
        byte[] body = Content.Source.asInputStream(request).readAllBytes();
        send(request, response, callback, reply(request, body).with(cors(request)));
      } else {
        // S3's own CORS rules.
        cors(request).forEach(response.getHeaders()::put);
        if (request.getMethod().equals("OPTIONS")) {
          response.getHeaders().put("access-control-allow-methods", "GET,PUT");
          response
              .getHeaders()
              .put("access-control-allow-headers", "content-type,x-amz-checksum-sha256");
          callback.succeeded();
        } else {
          bucket.handle(request, response, callback, decode(path.substring(BUCKET.length())));
        }
      }
      return true;
    }
  }

  /** The only way out for the API's responses: checks them, and requests, against the contract. */
  private void send(Request request, Response response, Callback callback, Reply reply) {
    check(
        () ->
            CONTRACT.assertConforms(
                request.getMethod(),
                request.getHttpURI().getPathQuery(),
                reply.status(),
                reply.headers(),
                reply.body()));
    response.setStatus(reply.status());
    reply.headers().forEach(response.getHeaders()::put);
    Content.Sink.write(response, true, reply.body(), callback);
  }

  private void check(Runnable assertion) {
    try {
      assertion.run();
    } catch (AssertionError violation) {
      violations.add(violation.getMessage());
    }
  }

  private Map<String, String> cors(Request request) {
    if (!allowedOrigin.equals(request.getHeaders().get("origin"))) {
      return Map.of();
    }
    return Map.of(
        "access-control-allow-origin",
        allowedOrigin,
        "access-control-expose-headers",
        "link,location,retry-after");
  }

  private Reply reply(Request request, byte[] body) {
    String method = request.getMethod();
    String path = request.getHttpURI().getPath();
    if (method.equals("OPTIONS")) {
      return preflight();
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (HttpField field : request.getHeaders()) {
      headers.put(field.getName(), field.getValue());
    }
    String target = request.getHttpURI().getPathQuery();
    check(() -> CONTRACT.assertRequestConforms(method, target, headers, body));
    return switch (method + " " + path) {
      case "GET /uploads" ->
          Reply.json(
              200,
              Map.of(
                  "maxBytes",
                  15 << 20,
                  "maxDirectBytes",
                  4_500_000,
                  "allowedTypes",
                  List.of("image/jpeg", "image/png")));
      case "POST /uploads" -> refusal.orElseGet(() -> sign(body));
      case "GET /images" -> list(Request.extractQueryParameters(request));
      case "GET /labels" -> Reply.json(200, Map.of("items", labels()));
      default -> path.startsWith("/images/") ? image(method, path) : Reply.noRoute();
    };
  }

  private static Reply preflight() {
    return new Reply(
        204,
        Map.of(
            "access-control-allow-methods", "DELETE,GET,POST",
            "access-control-allow-headers", "content-type",
            "access-control-max-age", "3600"),
        "");
  }

  private Reply sign(byte[] body) {
    JsonNode request = parse(body);
    String key =
        "%s/%s/%s"
            .formatted(
                Instant.now().toString().substring(0, 10),
                UUID.randomUUID(),
                request.path("fileName").asText());
    String id = UUID.randomUUID().toString();
    String type = request.path("contentType").asText();
    String sha256 = request.path("sha256").asText();
    bucket.sign(id, new FakeBucket.Ticket(key, type, request.path("size").asLong(), sha256));
    return Reply.json(
        201,
        Map.of(
            "key",
            key,
            "url",
            images.url(key) + "?ticket=" + id,
            "headers",
            Map.of("content-type", type, "x-amz-checksum-sha256", sha256),
            "expiresAt",
            ImageBodies.time(Instant.now().plus(Duration.ofMinutes(5)))));
  }

  private static JsonNode parse(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private Reply image(String method, String path) {
    String key = decode(path.substring("/images/".length()));
    return switch (method) {
      case "GET" -> look(key);
      case "DELETE" -> refusal.orElseGet(() -> delete(key));
      default -> Reply.noRoute();
    };
  }

  private Reply look(String key) {
    Optional<StoredPhoto> photo = photos.get(key);
    // The row is written a moment after the object.
    boolean isKnown =
        photo.isPresent() && (photo.get().looks.incrementAndGet() > 1 || photo.get().settled);
    return isKnown ? Reply.json(200, images.whole(photo.get())) : notFound(key);
  }

  private Reply delete(String key) {
    return photos.remove(key) ? Reply.empty(204) : notFound(key);
  }

  private static Reply notFound(String key) {
    return Reply.problem(
        404, "Not Found", "There is no image with the key \"%s\".".formatted(key), Map.of());
  }

  private Reply list(Fields query) {
    String label = value(query, "label", "");
    double least = Double.parseDouble(value(query, "minConfidence", "0"));
    int limit = Integer.parseInt(value(query, "limit", Integer.toString(PAGE)));
    int from = offset(value(query, "cursor", ""));
    Comparator<StoredPhoto> order =
        label.isEmpty()
            ? Comparator.comparing((StoredPhoto photo) -> photo.uploadedAt).reversed()
            : Comparator.comparingDouble((StoredPhoto photo) -> -photo.confidence(label));
    List<StoredPhoto> found =
        photos.all().stream()
            .filter(photo -> label.isEmpty() || photo.confidence(label) >= Math.max(1, least))
            .sorted(order.thenComparing(photo -> photo.key))
            .toList();
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("items", found.stream().skip(from).limit(limit).map(images::brief).toList());
    if (from + limit < found.size()) {
      page.put("cursor", cursor(from + limit));
    }
    return Reply.json(200, page);
  }

  /** An opaque text, as the API's cursors are. */
  private static String cursor(int offset) {
    byte[] text = ("from " + offset).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
  }

  private static int offset(String cursor) {
    if (cursor.isEmpty()) {
      return 0;
    }
    String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    return Integer.parseInt(text.substring("from ".length()));
  }

  private List<Map<String, Object>> labels() {
    return photos.all().stream()
        .flatMap(photo -> photo.labels().stream())
        .map(label -> label.get("name"))
        .distinct()
        .sorted()
        .map(name -> Map.of("name", name))
        .toList();
  }

  private static String value(Fields query, String name, String otherwise) {
    return Optional.ofNullable(query.getValue(name)).orElse(otherwise);
  }

  private static String decode(String path) {
    return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
