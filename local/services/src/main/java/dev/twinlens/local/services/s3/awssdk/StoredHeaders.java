package dev.twinlens.local.services.s3.awssdk;

import dev.twinlens.local.services.s3.ObjectVersion;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.gaul.s3proxy.checksum.FlexChecksum;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** The headers of a write that are stored with the object and sent with it again. */
final class StoredHeaders {
  private static final String CACHE_CONTROL = "cache-control";
  private static final String CONTENT_DISPOSITION = "content-disposition";
  private static final String CONTENT_ENCODING = "content-encoding";
  private static final String CONTENT_LANGUAGE = "content-language";
  private static final String CONTENT_TYPE = "content-type";
  private static final String EXPIRES = "expires";
  private static final String ENCRYPTION = "x-amz-server-side-encryption";
  private static final String ENCRYPTION_KEY = "x-amz-server-side-encryption-aws-kms-key-id";
  private static final Set<String> NAMES =
      Set.of(
          CACHE_CONTROL,
          CONTENT_DISPOSITION,
          CONTENT_ENCODING,
          CONTENT_LANGUAGE,
          CONTENT_TYPE,
          EXPIRES,
          ENCRYPTION,
          ENCRYPTION_KEY);

  private StoredHeaders() {}

  /** Of a request that writes an object. */
  static Map<String, String> of(SdkPojo request) {
    Map<String, String> headers = new HashMap<>();
    for (SdkField<?> field : request.sdkFields()) {
      String name = field.locationName().toLowerCase(Locale.ROOT);
      Object value = field.getValueOrDefault(request);
      if (field.location() == MarshallLocation.HEADER && NAMES.contains(name) && value != null) {
        headers.put(name, value.toString());
      }
    }
    return headers;
  }

  /** User metadata as S3 stores it: with lower-case names. */
  static Map<String, String> metadata(Map<String, String> given) {
    Map<String, String> stored = new HashMap<>();
    given.forEach((name, value) -> stored.put(name.toLowerCase(Locale.ROOT), value));
    return stored;
  }

  /** New user metadata for a copy, with the checksum of its source: the bytes are the same. */
  static Map<String, String> withChecksumOf(ObjectVersion source, Map<String, String> metadata) {
    Map<String, String> all = new HashMap<>(source.metadata());
    all.keySet().removeIf(name -> !name.startsWith(FlexChecksum.METADATA_PREFIX));
    metadata.forEach(all::putIfAbsent);
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
}
