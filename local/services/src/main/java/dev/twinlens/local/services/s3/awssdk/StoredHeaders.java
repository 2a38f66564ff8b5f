package dev.twinlens.local.services.s3.awssdk;

import dev.twinlens.local.services.s3.ObjectVersion;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.gaul.s3proxy.checksum.FlexChecksum;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** The headers that an object was stored with and is answered with. */
final class StoredHeaders {
  private static final String CACHE_CONTROL = "cache-control";
  private static final String CONTENT_DISPOSITION = "content-disposition";
  private static final String CONTENT_ENCODING = "content-encoding";
  private static final String CONTENT_LANGUAGE = "content-language";
  private static final String CONTENT_TYPE = "content-type";
  private static final String EXPIRES = "expires";
  private static final String ENCRYPTION = "x-amz-server-side-encryption";
  private static final String ENCRYPTION_KEY = "x-amz-server-side-encryption-aws-kms-key-id";

  private final Map<String, String> headers = new HashMap<>();

  private StoredHeaders() {}

  static Map<String, String> of(PutObjectRequest request) {
    return new StoredHeaders()
        .with(CACHE_CONTROL, request.cacheControl())
        .with(CONTENT_DISPOSITION, request.contentDisposition())
        .with(CONTENT_ENCODING, request.contentEncoding())
        .with(CONTENT_LANGUAGE, request.contentLanguage())
        .with(CONTENT_TYPE, request.contentType())
        .with(EXPIRES, request.expires())
        .with(ENCRYPTION, request.serverSideEncryptionAsString())
        .with(ENCRYPTION_KEY, request.ssekmsKeyId())
        .headers;
  }

  static Map<String, String> of(CopyObjectRequest request) {
    return new StoredHeaders()
        .with(CACHE_CONTROL, request.cacheControl())
        .with(CONTENT_DISPOSITION, request.contentDisposition())
        .with(CONTENT_ENCODING, request.contentEncoding())
        .with(CONTENT_LANGUAGE, request.contentLanguage())
        .with(CONTENT_TYPE, request.contentType())
        .with(EXPIRES, request.expires())
        .with(ENCRYPTION, request.serverSideEncryptionAsString())
        .with(ENCRYPTION_KEY, request.ssekmsKeyId())
        .headers;
  }

  static Map<String, String> of(CreateMultipartUploadRequest request) {
    return new StoredHeaders()
        .with(CACHE_CONTROL, request.cacheControl())
        .with(CONTENT_DISPOSITION, request.contentDisposition())
        .with(CONTENT_ENCODING, request.contentEncoding())
        .with(CONTENT_LANGUAGE, request.contentLanguage())
        .with(CONTENT_TYPE, request.contentType())
        .with(EXPIRES, request.expires())
        .with(ENCRYPTION, request.serverSideEncryptionAsString())
        .with(ENCRYPTION_KEY, request.ssekmsKeyId())
        .headers;
  }

  /** User metadata as S3 keeps it: names are in lower case. */
  static Map<String, String> metadata(Map<String, String> given) {
    Map<String, String> stored = new HashMap<>();
    given.forEach((name, value) -> stored.put(name.toLowerCase(Locale.ROOT), value));
    return stored;
  }

  /** New user metadata for a copy, with the checksum that still holds for its bytes. */
  static Map<String, String> withChecksumOf(ObjectVersion source, Map<String, String> metadata) {
    Map<String, String> all = new HashMap<>(metadata);
    source
        .metadata()
        .forEach(
            (name, value) -> {
              if (name.startsWith(FlexChecksum.METADATA_PREFIX)) {
                all.put(name, value);
              }
            });
    return all;
  }

  @SuppressWarnings("deprecation") // S3Proxy's protocol layer reads this field.
  static GetObjectResponse.Builder apply(
      Map<String, String> headers, GetObjectResponse.Builder response) {
    String expires = headers.get(EXPIRES);
    return response
        .cacheControl(headers.get(CACHE_CONTROL))
        .contentDisposition(headers.get(CONTENT_DISPOSITION))
        .contentEncoding(headers.get(CONTENT_ENCODING))
        .contentLanguage(headers.get(CONTENT_LANGUAGE))
        .contentType(headers.get(CONTENT_TYPE))
        .expires(expires == null ? null : Instant.parse(expires))
        .serverSideEncryption(headers.get(ENCRYPTION))
        .ssekmsKeyId(headers.get(ENCRYPTION_KEY));
  }

  private StoredHeaders with(String name, Object value) {
    if (value != null) {
      headers.put(name, value.toString());
    }
    return this;
  }
}
