package dev.twinlens.site;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The buckets behind presigned URLs. A PUT must have the headers, length and bytes as signed. */
final class FakeBucket {
  static final String THUMBNAILS = "thumbnails/";
  static final String RESULTS = "results/";

  /** What a presigned PUT is signed for. */
  record Ticket(String key, String contentType, long size, String sha256) {}

  private final FakePhotos photos;
  private final Map<String, Ticket> tickets = new ConcurrentHashMap<>();
  private final AtomicInteger uploading = new AtomicInteger();
  private final AtomicInteger mostUploading = new AtomicInteger();
  private volatile CountDownLatch uploadGate = new CountDownLatch(0);
  private volatile CountDownLatch originalGate = new CountDownLatch(0);
  private volatile boolean losing;
  private volatile boolean expired;

  FakeBucket(FakePhotos photos) {
    this.photos = photos;
  }

  /** While this is on, uploads lose their connection in the middle. */
  void loseConnections(boolean lose) {
    losing = lose;
  }

  /** While this is on, the URLs of originals and results are expired. */
  void expireUrls(boolean expire) {
    expired = expire;
  }

  /** Uploads arrive, but get no response until {@link #releaseUploads}. */
  void holdUploads() {
    uploadGate = new CountDownLatch(1);
  }

  void releaseUploads() {
    uploadGate.countDown();
  }

  /** Requests for originals get no response until {@link #releaseOriginals}. */
  void holdOriginals() {
    originalGate = new CountDownLatch(1);
  }

  void releaseOriginals() {
    originalGate.countDown();
  }

  /** How many uploads there are at the moment. */
  int uploading() {
    return uploading.get();
  }

  /** The most uploads at one time. */
  int mostUploading() {
    return mostUploading.get();
  }

  void sign(String id, Ticket ticket) {
    tickets.put(id, ticket);
  }

  void handle(Request request, Response response, Callback callback, String key) throws Exception {
    if (request.getMethod().equals("PUT")) {
      mostUploading.accumulateAndGet(uploading.incrementAndGet(), Math::max);
      try {
        put(request, response, callback, key);
      } finally {
        uploading.decrementAndGet();
      }
    } else if (key.startsWith(THUMBNAILS)) {
      StoredPhoto photo = photos.get(key.substring(THUMBNAILS.length())).orElseThrow();
      send(response, callback, "image/jpeg", thumbnail(photo.bytes));
    } else if (expired) {
      sendError(response, callback, 403, "AccessDenied", "Request has expired");
    } else if (key.startsWith(RESULTS)) {
      byte[] result = "{\"Labels\":[{\"Name\":\"Cat\"}]}".getBytes(StandardCharsets.UTF_8);
      send(response, callback, "application/json", result);
    } else {
      sendOriginal(response, callback, key);
    }
  }

  private void sendOriginal(Response response, Callback callback, String key)
      throws InterruptedException {
    Optional<StoredPhoto> photo = photos.get(key);
    if (photo.isEmpty()) {
      sendError(response, callback, 404, "NoSuchKey", "The specified key does not exist.");
      return;
    }
    originalGate.await();
    send(response, callback, photo.get().contentType, photo.get().bytes);
  }

  private void put(Request request, Response response, Callback callback, String key)
      throws Exception {
    Ticket ticket = tickets.get(Request.extractQueryParameters(request).getValue("ticket"));
    if (ticket == null || !ticket.key().equals(key)) {
      sendError(response, callback, 403, "SignatureDoesNotMatch", "The signature does not match.");
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
        ticket.contentType().equals(request.getHeaders().get("content-type"))
            && ticket.size() == bytes.length
            && ticket.sha256().equals(request.getHeaders().get("x-amz-checksum-sha256"));
    if (!asSigned) {
      sendError(response, callback, 403, "SignatureDoesNotMatch", "The signature does not match.");
    } else if (!ticket.sha256().equals(ImageBodies.digest("SHA-256", bytes))) {
      sendError(response, callback, 400, "BadDigest", "The checksum did not match.");
    } else {
      photos.put(new StoredPhoto(key, ticket.contentType(), bytes, Instant.now()));
      response.setStatus(200);
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

  private static void send(Response response, Callback callback, String type, byte[] body) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  private static void sendError(
      Response response, Callback callback, int status, String code, String message) {
    response.setStatus(status);
    String body =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>%s</Code><Message>%s</Message></Error>";
    send(
        response,
        callback,
        "application/xml",
        body.formatted(code, message).getBytes(StandardCharsets.UTF_8));
  }
}
