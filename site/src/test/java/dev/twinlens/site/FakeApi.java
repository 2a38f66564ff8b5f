package dev.twinlens.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.eclipse.jetty.http.HttpHeader;
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
 * The HTTP API and the images bucket as the page sees them, with states that a real back end is
 * hard to bring into. It checks what the real ones check: the signed headers, length, checksum,
 * origin. The {@code n}-th look at a photo finds it labelled, a later one backed up.
 */
final class FakeApi implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String THUMBNAILS = "thumbnails/";
  private static final String RESULTS = "results/";
  private static final long MAX_BYTES = 15L << 20;
  private static final List<String> ALLOWED = List.of("image/jpeg", "image/png");

  /** What the laptop's detector finds on the sample photos, by file name. */
  private static final Map<String, List<Map<String, Object>>> LABELS =
      Map.of(
          "chelsea.png",
          List.of(
              label("Cat", 93.1, List.of("Animal", "Mammal", "Pet"), box(0.0, 0.01, 0.89, 0.98)),
              label("Pet", 93.1, List.of("Animal")),
              label("Mammal", 93.1, List.of("Animal")),
              label("Animal", 93.1, List.of())),
          "coffee.png",
          List.of(
              label("Cup", 96.2, List.of("Kitchenware"), box(0.3, 0.13, 0.46, 0.59)),
              label("Dining Table", 77.9, List.of("Furniture", "Table"), box(0.0, 0.01, 1.0, 0.98)),
              label("Furniture", 77.9, List.of())),
          "astronaut.png",
          List.of(label("Person", 68.4, List.of(), box(0.02, 0.0, 0.9, 1.0))),
          "camera.png",
          List.of(label("Person", 88.9, List.of(), box(0.18, 0.12, 0.5, 0.83))),
          "cat-and-cup.jpg",
          List.of(
              label("Cat", 97.6, List.of("Animal", "Mammal", "Pet"), box(0.0, 0.02, 0.46, 0.96)),
              label("Cup", 93.2, List.of("Kitchenware"), box(0.65, 0.14, 0.23, 0.58)),
              label("Animal", 97.6, List.of())),
          "four.jpg",
          List.of(
              label(
                  "Person",
                  91.0,
                  List.of(),
                  box(0.01, 0.41, 0.45, 0.49),
                  box(0.51, 0.45, 0.26, 0.45)),
              label("Cup", 88.4, List.of("Kitchenware"), box(0.56, 0.01, 0.35, 0.3)),
              label("Cat", 84.7, List.of("Animal", "Mammal", "Pet"), box(0.0, 0.0, 0.45, 0.33))),
          "rocket.jpg",
          List.of(),
          // Every kind, a label without a place, and a sign that says what also stands there.
          "street.jpg",
          List.of(
              label("Person", 91.0, List.of(), box(0.01, 0.41, 0.45, 0.49)),
              label("Cat", 84.7, List.of("Animal", "Mammal", "Pet"), box(0.0, 0.0, 0.45, 0.33)),
              label("Outdoors", 71.5, List.of()),
              ofKind("face", "Face", 99.6, List.of(), box(0.16, 0.43, 0.12, 0.14)),
              ofKind("moderation", "Alcoholic Beverages", 61.2, List.of("Alcohol")),
              ofKind("text", "Cat", 97.3, List.of(), box(0.6, 0.7, 0.2, 0.06))));

  /** One object and what is known about it. */
  private static final class Photo {
    final String key;
    final String contentType;
    final byte[] bytes;
    final Instant uploadedAt;
    final AtomicInteger looks = new AtomicInteger();
    volatile boolean settled;

    Photo(String key, String contentType, byte[] bytes, Instant uploadedAt) {
      this.key = key;
      this.contentType = contentType;
      this.bytes = bytes;
      this.uploadedAt = uploadedAt;
    }
  }

  private record Ticket(String key, String contentType, long size, String sha256) {}

  private final Map<String, Photo> photos = new ConcurrentHashMap<>();
  private final Map<String, Ticket> tickets = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger uploading = new AtomicInteger();
  private final AtomicInteger mostUploading = new AtomicInteger();
  private volatile CountDownLatch uploadGate = new CountDownLatch(0);
  private volatile CountDownLatch originalGate = new CountDownLatch(0);
  private volatile int looksUntilLabelled = 2;
  private volatile int looksUntilBackedUp = 3;
  private volatile Optional<Map<String, Object>> refusal = Optional.empty();
  private volatile boolean losing;
  private volatile boolean down;
  private volatile boolean deletable = true;
  private volatile boolean makingThumbnails = true;
  private volatile String allowedOrigin = "";
  private final Server server = new Server();
  private final ServerConnector connector =
      new ServerConnector(server, 1, 1, new HttpConnectionFactory(anyPath()));

  /** Keys come as one path segment, slashes and all: %2F is meant. */
  private static HttpConfiguration anyPath() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setUriCompliance(UriCompliance.UNSAFE);
    return configuration;
  }

  static FakeApi start(int port) throws Exception {
    FakeApi api = new FakeApi();
    api.connector.setHost("127.0.0.1");
    api.connector.setPort(port);
    api.server.addConnector(api.connector);
    api.server.setHandler(api.new Routes());
    api.server.setStopTimeout(0);
    api.server.start();
    return api;
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort());
  }

  void allowOrigin(URI origin) {
    allowedOrigin = origin.toString();
  }

  /** Puts a photo in as if it had been there since then, labelled and backed up. */
  void seed(Path file, Instant uploadedAt) {
    seed(file, uploadedAt, uploadedAt.toString().substring(0, 10) + "/" + UUID.randomUUID());
  }

  String seed(Path file, Instant uploadedAt, String folder) {
    try {
      String name = file.getFileName().toString();
      String type = name.endsWith(".png") ? "image/png" : "image/jpeg";
      Photo photo = new Photo(folder + "/" + name, type, Files.readAllBytes(file), uploadedAt);
      photo.settled = true;
      photos.put(photo.key, photo);
      return photo.key;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A photo that stays as it is until {@link #finishAll}: received, or labelled without backup. */
  String seedUnfinished(Path file, Instant uploadedAt, boolean labelled) {
    String key = seed(file, uploadedAt, "unfinished-" + labelled);
    photos.get(key).settled = false;
    // Its row is there: the list shows it.
    photos.get(key).looks.set(labelled ? 1_000 : 1);
    return key;
  }

  void neverLabel() {
    looksUntilLabelled = Integer.MAX_VALUE;
    looksUntilBackedUp = Integer.MAX_VALUE;
  }

  /** The so many-th look at a photo finds it labelled, and backed up. */
  void labelAfter(int looks, int looksWithBackup) {
    looksUntilLabelled = looks;
    looksUntilBackedUp = looksWithBackup;
  }

  void neverBackUp() {
    looksUntilLabelled = 1;
    looksUntilBackedUp = Integer.MAX_VALUE;
  }

  void finishAll() {
    photos.values().forEach(photo -> photo.settled = true);
  }

  /** Uploads lose their connection in the middle, for as long as this is on. */
  void loseConnections(boolean lose) {
    losing = lose;
  }

  /** Uploads arrive, and get no answer until {@link #releaseUploads}. */
  void holdUploads() {
    uploadGate = new CountDownLatch(1);
  }

  void releaseUploads() {
    uploadGate.countDown();
  }

  int uploading() {
    return uploading.get();
  }

  int mostUploading() {
    return mostUploading.get();
  }

  /** Whatever would change something is refused, and originals and answers are not handed out. */
  void refuse(String title, String detail) {
    refusal = Optional.of(problem(422, title, detail));
  }

  void refuseNoMore() {
    refusal = Optional.empty();
  }

  /** Originals, not thumbnails, are asked for and do not come until {@link #releaseOriginals}. */
  void holdOriginals() {
    originalGate = new CountDownLatch(1);
  }

  void releaseOriginals() {
    originalGate.countDown();
  }

  /** As an API that does not offer to delete. */
  void offerNoDeletion() {
    deletable = false;
  }

  /** As long as the thumbnails of what was added have not been made. */
  void makeNoThumbnails() {
    makingThumbnails = false;
  }

  /** Somebody else has deleted it. */
  void remove(String key) {
    photos.remove(key);
  }

  /** Every request is dropped without an answer. */
  void goDown(boolean isDown) {
    down = isDown;
  }

  List<String> requests() {
    return List.copyOf(requests);
  }

  Optional<byte[]> bytesOf(String fileName) {
    return photos.values().stream()
        .filter(photo -> photo.key.endsWith("/" + fileName))
        .map(photo -> photo.bytes)
        .findFirst();
  }

  Optional<String> keyOf(String fileName) {
    return photos.keySet().stream().filter(key -> key.endsWith("/" + fileName)).findFirst();
  }

  int photoCount() {
    return photos.size();
  }

  @Override
  public void close() {
    releaseUploads();
    releaseOriginals();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private final class Routes extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      String path = request.getHttpURI().getPath();
      String method = request.getMethod();
      requests.add(method + " " + request.getHttpURI().getPathQuery());
      if (down) {
        request.getConnectionMetaData().getConnection().getEndPoint().close();
        callback.succeeded();
        return true;
      }
      cors(request, response);
      if (method.equals("OPTIONS")) {
        response.setStatus(204);
        callback.succeeded();
      } else if (path.startsWith("/bucket/")) {
        bucket(request, response, callback, decode(path.substring("/bucket/".length())));
      } else if (path.equals("/uploads") && method.equals("GET")) {
        json(
            response,
            callback,
            200,
            Map.of("maxBytes", MAX_BYTES, "maxDirectBytes", 4_500_000, "allowedTypes", ALLOWED));
      } else if (path.equals("/uploads") && method.equals("POST")) {
        requestUpload(request, response, callback);
      } else if (path.equals("/labels")) {
        json(response, callback, 200, Map.of("items", labels()));
      } else if (path.equals("/images")) {
        list(request, response, callback);
      } else if (path.startsWith("/images/")) {
        String key = decode(path.substring("/images/".length()));
        if (method.equals("DELETE")) {
          delete(response, callback, key);
        } else {
          image(response, callback, key);
        }
      } else {
        json(response, callback, 404, problem(404, "Not Found", "There is no such route."));
      }
      return true;
    }
  }

  private void cors(Request request, Response response) {
    String origin = request.getHeaders().get("Origin");
    if (allowedOrigin.equals(origin)) {
      response.getHeaders().put("Access-Control-Allow-Origin", origin);
      response.getHeaders().put("Access-Control-Allow-Methods", "GET,POST,PUT,DELETE");
      response
          .getHeaders()
          .put(
              "Access-Control-Allow-Headers", "content-type,x-amz-checksum-sha256,x-amz-meta-test");
    }
  }

  private void requestUpload(Request request, Response response, Callback callback)
      throws IOException {
    JsonNode body = JSON.readTree(Content.Source.asInputStream(request));
    if (refusal.isPresent()) {
      json(response, callback, 422, refusal.get());
      return;
    }
    String fileName = body.path("fileName").asText();
    String key =
        Instant.now().toString().substring(0, 10) + "/" + UUID.randomUUID() + "/" + fileName;
    String id = UUID.randomUUID().toString();
    Ticket ticket =
        new Ticket(
            key,
            body.path("contentType").asText(),
            body.path("size").asLong(),
            body.path("sha256").asText());
    tickets.put(id, ticket);
    json(
        response,
        callback,
        201,
        Map.of(
            "key",
            key,
            "url",
            endpoint() + "/bucket/" + encode(key) + "?ticket=" + id,
            "headers",
            Map.of(
                "Content-Type", ticket.contentType(),
                "Content-Length", Long.toString(ticket.size()),
                "x-amz-checksum-sha256", ticket.sha256()),
            "expiresAt",
            Instant.now().plus(Duration.ofMinutes(5)).toString()));
  }

  private void bucket(Request request, Response response, Callback callback, String key)
      throws Exception {
    if (key.startsWith(THUMBNAILS)) {
      byte[] thumbnail = thumbnail(photos.get(key.substring(THUMBNAILS.length())).bytes);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "image/jpeg");
      response.write(true, java.nio.ByteBuffer.wrap(thumbnail), callback);
      return;
    }
    if (key.startsWith(RESULTS)) {
      if (refusal.isPresent()) {
        s3Error(response, callback, 403, "AccessDenied", "Request has expired");
        return;
      }
      json(response, callback, 200, Map.of("Labels", List.of(Map.of("Name", "Cat"))));
      return;
    }
    if (request.getMethod().equals("GET")) {
      Photo photo = photos.get(key);
      if (photo == null) {
        s3Error(response, callback, 404, "NoSuchKey", "The specified key does not exist.");
        return;
      }
      originalGate.await();
      if (refusal.isPresent()) {
        s3Error(response, callback, 403, "AccessDenied", "Request has expired");
        return;
      }
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, photo.contentType);
      response.write(true, java.nio.ByteBuffer.wrap(photo.bytes), callback);
      return;
    }
    int now = uploading.incrementAndGet();
    mostUploading.accumulateAndGet(now, Math::max);
    try {
      put(request, response, callback, key);
    } finally {
      uploading.decrementAndGet();
    }
  }

  private void put(Request request, Response response, Callback callback, String key)
      throws Exception {
    Ticket ticket = tickets.get(Request.extractQueryParameters(request).getValue("ticket"));
    if (ticket == null || !ticket.key().equals(key)) {
      s3Error(response, callback, 403, "SignatureDoesNotMatch", "The signature does not match.");
      return;
    }
    if (losing) {
      request.read();
      request.getConnectionMetaData().getConnection().getEndPoint().close();
      callback.succeeded();
      return;
    }
    byte[] bytes = Content.Source.asInputStream(request).readAllBytes();
    uploadGate.await();
    boolean asSigned =
        ticket.contentType().equals(request.getHeaders().get("Content-Type"))
            && ticket.size() == bytes.length
            && ticket.sha256().equals(request.getHeaders().get("x-amz-checksum-sha256"));
    if (!asSigned) {
      s3Error(response, callback, 403, "SignatureDoesNotMatch", "The signature does not match.");
      return;
    }
    if (!ticket.sha256().equals(digest("SHA-256", bytes))) {
      s3Error(response, callback, 400, "BadDigest", "The checksum did not match.");
      return;
    }
    photos.put(key, new Photo(key, ticket.contentType(), bytes, Instant.now()));
    response.setStatus(200);
    callback.succeeded();
  }

  private void image(Response response, Callback callback, String key) {
    Photo photo = photos.get(key);
    if (photo != null) {
      photo.looks.incrementAndGet();
    }
    // The row is written a moment after the object.
    if (photo == null || (!photo.settled && photo.looks.get() == 1)) {
      json(response, callback, 404, problem(404, "Not Found", "There is no image with this key."));
      return;
    }
    json(response, callback, 200, describe(photo, true));
  }

  private void delete(Response response, Callback callback, String key) {
    if (refusal.isPresent()) {
      json(response, callback, 422, refusal.get());
    } else if (photos.remove(key) == null) {
      json(response, callback, 404, problem(404, "Not Found", "There is no image with this key."));
    } else {
      response.setStatus(204);
      callback.succeeded();
    }
  }

  /** At most 480 pixels on the longer side. */
  private static byte[] thumbnail(byte[] photo) throws IOException {
    BufferedImage original = ImageIO.read(new ByteArrayInputStream(photo));
    double scale = Math.min(1, 480.0 / Math.max(original.getWidth(), original.getHeight()));
    int width = (int) Math.round(original.getWidth() * scale);
    int height = (int) Math.round(original.getHeight() * scale);
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(original, 0, 0, width, height, null);
    graphics.dispose();
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(small, "jpeg", jpeg);
    return jpeg.toByteArray();
  }

  private void list(Request request, Response response, Callback callback) {
    Fields query = Request.extractQueryParameters(request);
    String label = Optional.ofNullable(query.getValue("label")).orElse("");
    double least =
        Double.parseDouble(Optional.ofNullable(query.getValue("minConfidence")).orElse("0"));
    int limit = Integer.parseInt(Optional.ofNullable(query.getValue("limit")).orElse("20"));
    int from = Integer.parseInt(Optional.ofNullable(query.getValue("cursor")).orElse("0"));
    Comparator<Photo> order =
        label.isEmpty()
            ? Comparator.comparing((Photo photo) -> photo.uploadedAt).reversed()
            : Comparator.comparingDouble((Photo photo) -> -confidence(photo, label));
    List<Photo> found =
        photos.values().stream()
            .filter(photo -> label.isEmpty() || confidence(photo, label) >= Math.max(1, least))
            .sorted(order.thenComparing(photo -> photo.key))
            .toList();
    List<Map<String, Object>> items = new ArrayList<>();
    found.stream().skip(from).limit(limit).forEach(photo -> items.add(describe(photo, false)));
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("items", items);
    if (from + limit < found.size()) {
      page.put("cursor", Integer.toString(from + limit));
    }
    json(response, callback, 200, page);
  }

  private List<Map<String, Object>> labels() {
    return photos.values().stream()
        .flatMap(photo -> labelsOf(photo).stream())
        .map(label -> label.get("name"))
        .distinct()
        .sorted()
        .map(name -> Map.of("name", name))
        .toList();
  }

  private double confidence(Photo photo, String label) {
    return labelsOf(photo).stream()
        .filter(each -> each.get("name").equals(label))
        .mapToDouble(each -> (double) each.get("confidence"))
        .findFirst()
        .orElse(0);
  }

  private static List<Map<String, Object>> labelsOf(Photo photo) {
    return LABELS.getOrDefault(nameOf(photo), List.of());
  }

  private Map<String, Object> describe(Photo photo, boolean withInstances) {
    boolean labelled = photo.settled || photo.looks.get() >= looksUntilLabelled;
    boolean backedUp = photo.settled || photo.looks.get() >= looksUntilBackedUp;
    boolean isImage = isImage(photo.bytes);
    Map<String, Object> image = new LinkedHashMap<>();
    image.put("key", photo.key);
    image.put("status", !labelled ? "received" : isImage ? "labelled" : "rejected");
    image.put("contentType", photo.contentType);
    image.put("size", photo.bytes.length);
    image.put("sha256", digest("SHA-256", photo.bytes));
    image.put("versionId", "4f1c2b7e9d");
    image.put("uploadedAt", photo.uploadedAt.toString());
    List<Map<String, Object>> labels = labelled && isImage ? labelsOf(photo) : List.of();
    image.put(
        "labels",
        withInstances
            ? labels
            : labels.stream()
                .map(
                    label -> {
                      Map<String, Object> brief = new LinkedHashMap<>(label);
                      brief.remove("instances");
                      return brief;
                    })
                .toList());
    if (labelled && !isImage) {
      image.put("error", "The file is no JPEG or PNG photo.");
    }
    if (backedUp) {
      image.put(
          "backup",
          Map.of(
              "url", "https://twinlens.blob.core.windows.net/originals/" + encode(photo.key),
              "md5", digest("MD5", photo.bytes),
              "sha256", digest("SHA-256", photo.bytes),
              "at", photo.uploadedAt.plusSeconds(2).toString()));
    }
    image.put("url", endpoint() + "/bucket/" + encode(photo.key));
    if (isImage && photo.settled && makingThumbnails) {
      image.put("thumbnailUrl", endpoint() + "/bucket/" + encode(THUMBNAILS + photo.key));
    }
    if (labelled && isImage) {
      image.put("resultUrl", endpoint() + "/bucket/" + encode(RESULTS + photo.key));
    }
    if (withInstances && deletable) {
      image.put("deletable", true);
    }
    return image;
  }

  private static boolean isImage(byte[] bytes) {
    return bytes.length > 4
        && (((bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xd8)
            || ((bytes[0] & 0xff) == 0x89 && bytes[1] == 'P'));
  }

  private static String nameOf(Photo photo) {
    return photo.key.substring(photo.key.lastIndexOf('/') + 1);
  }

  @SafeVarargs
  private static Map<String, Object> label(
      String name, double confidence, List<String> parents, Map<String, Object>... boxes) {
    return ofKind("label", name, confidence, parents, boxes);
  }

  @SafeVarargs
  private static Map<String, Object> ofKind(
      String kind,
      String name,
      double confidence,
      List<String> parents,
      Map<String, Object>... boxes) {
    return Map.of(
        "name", name,
        "confidence", confidence,
        "kind", kind,
        "parents", parents,
        "instances",
            java.util.stream.IntStream.range(0, boxes.length)
                .mapToObj(i -> Map.of("confidence", confidence - 4 * i, "box", boxes[i]))
                .toList());
  }

  private static Map<String, Object> box(double left, double top, double width, double height) {
    return Map.of("left", left, "top", top, "width", width, "height", height);
  }

  private static Map<String, Object> problem(int status, String title, String detail) {
    return Map.of("type", "about:blank", "title", title, "status", status, "detail", detail);
  }

  private static void json(Response response, Callback callback, int status, Object body) {
    response.setStatus(status);
    response
        .getHeaders()
        .put(
            HttpHeader.CONTENT_TYPE,
            status < 400 ? "application/json" : "application/problem+json");
    try {
      Content.Sink.write(response, true, JSON.writeValueAsString(body), callback);
    } catch (IOException e) {
      callback.failed(e);
    }
  }

  private static void s3Error(
      Response response, Callback callback, int status, String code, String message) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/xml");
    Content.Sink.write(
        response,
        true,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>%s</Code><Message>%s</Message></Error>"
            .formatted(code, message),
        callback);
  }

  private static String digest(String algorithm, byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encode(String key) {
    return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String decode(String path) {
    return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
