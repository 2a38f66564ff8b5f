package dev.twinlens.site;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Images as the API sends them. */
final class ImageBodies {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final FakePhotos photos;
  private final URI bucket;
  private volatile boolean deletable = true;
  private volatile boolean withThumbnails = true;

  ImageBodies(FakePhotos photos, URI bucket) {
    this.photos = photos;
    this.bucket = bucket;
  }

  /** As a deployment without the route that deletes. */
  void offerNoDeletion() {
    deletable = false;
  }

  /** As before the thumbnails are made. */
  void makeNoThumbnails() {
    withThumbnails = false;
  }

  Map<String, Object> whole(StoredPhoto photo) {
    Map<String, Object> image = image(photo, labels(photo));
    if (deletable) {
      image.put("deletable", true);
    }
    return image;
  }

  Map<String, Object> brief(StoredPhoto photo) {
    return image(photo, labels(photo).stream().map(ImageBodies::withoutInstances).toList());
  }

  private List<Map<String, Object>> labels(StoredPhoto photo) {
    return photos.isLabelled(photo) && photo.isImage() ? photo.labels() : List.of();
  }

  private static Map<String, Object> withoutInstances(Map<String, Object> label) {
    Map<String, Object> brief = new LinkedHashMap<>(label);
    brief.remove("instances");
    return brief;
  }

  private Map<String, Object> image(StoredPhoto photo, List<Map<String, Object>> labels) {
    boolean isLabelled = photos.isLabelled(photo);
    Map<String, Object> image = new LinkedHashMap<>();
    image.put("key", photo.key);
    image.put("status", !isLabelled ? "received" : photo.isImage() ? "labelled" : "rejected");
    image.put("contentType", photo.contentType);
    image.put("size", photo.bytes.length);
    image.put("sha256", digest("SHA-256", photo.bytes));
    image.put("versionId", "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY");
    image.put("uploadedAt", time(photo.uploadedAt));
    image.put("labels", labels);
    if (photos.isBackedUp(photo)) {
      image.put("backup", backup(photo));
    }
    image.put("url", url(photo.key));
    if (photo.isImage() && photo.settled && withThumbnails) {
      image.put("thumbnailUrl", url(FakeBucket.THUMBNAILS + photo.key));
    }
    if (isLabelled && photo.isImage()) {
      image.put("resultUrl", url(FakeBucket.RESULTS + photo.key));
    } else if (isLabelled) {
      image.put("error", "The file is not an image; only JPEG or PNG images are supported.");
    }
    return image;
  }

  private static Map<String, Object> backup(StoredPhoto photo) {
    return Map.of(
        "url", "https://twinlens.blob.core.windows.net/originals/" + encode(photo.key),
        "md5", digest("MD5", photo.bytes),
        "sha256", digest("SHA-256", photo.bytes),
        "at", time(photo.uploadedAt.plusSeconds(2)));
  }

  String url(String key) {
    return bucket + encode(key);
  }

  static String time(Instant instant) {
    return TIME.format(instant);
  }

  static String digest(String algorithm, byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encode(String key) {
    return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
