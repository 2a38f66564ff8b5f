package dev.twinlens.local.services.s3.awssdk;

import com.google.common.base.Splitter;
import dev.twinlens.local.services.s3.CurrentRequest;
import dev.twinlens.local.services.s3.ObjectTags;
import dev.twinlens.local.services.s3.ObjectVersion;
import dev.twinlens.local.services.s3.S3Errors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The headers of a write that are stored with the object, as they were sent, and sent with it
 * again.
 */
final class StoredHeaders {
  private static final String CACHE_CONTROL = "cache-control";
  private static final String CONTENT_DISPOSITION = "content-disposition";
  private static final String CONTENT_ENCODING = "content-encoding";
  private static final String CONTENT_LANGUAGE = "content-language";
  private static final String CONTENT_TYPE = "content-type";
  private static final String EXPIRES = "expires";
  private static final String ENCRYPTION = "x-amz-server-side-encryption";
  private static final String ENCRYPTION_KEY = "x-amz-server-side-encryption-aws-kms-key-id";
  private static final String REDIRECT = "x-amz-website-redirect-location";

  /** Copied with an object unless the client replaces its metadata. */
  private static final Set<String> METADATA =
      Set.of(
          CACHE_CONTROL,
          CONTENT_DISPOSITION,
          CONTENT_ENCODING,
          CONTENT_LANGUAGE,
          CONTENT_TYPE,
          EXPIRES);

  /** Never copied: each write sets its own. */
  private static final Set<String> OWN =
      Set.of(ENCRYPTION, ENCRYPTION_KEY, REDIRECT, ObjectVersion.STORAGE_CLASS);

  private static final String STANDARD = "STANDARD";
  private static final Set<String> STORAGE_CLASSES =
      Set.of(
          STANDARD,
          "REDUCED_REDUNDANCY",
          "STANDARD_IA",
          "ONEZONE_IA",
          "INTELLIGENT_TIERING",
          "GLACIER_IR",
          "GLACIER",
          "DEEP_ARCHIVE");

  private StoredHeaders() {}

  /** Of a request that writes an object. */
  static Map<String, String> of(CurrentRequest request) {
    Map<String, String> headers = own(request);
    METADATA.forEach(name -> request.header(name).ifPresent(value -> headers.put(name, value)));
    headers.computeIfPresent(CONTENT_ENCODING, (name, value) -> withoutChunks(value));
    headers.values().removeIf(String::isEmpty);
    return headers;
  }

  /** Of a request that copies an object with its metadata. */
  static Map<String, String> ofCopy(CurrentRequest request, ObjectVersion source) {
    Map<String, String> headers = own(request);
    source
        .headers()
        .forEach(
            (name, value) -> {
              if (METADATA.contains(name)) {
                headers.put(name, value);
              }
            });
    return headers;
  }

  private static Map<String, String> own(CurrentRequest request) {
    Map<String, String> headers = new HashMap<>();
    OWN.forEach(name -> request.header(name).ifPresent(value -> headers.put(name, value)));
    String storageClass = headers.getOrDefault(ObjectVersion.STORAGE_CLASS, STANDARD);
    if (!STORAGE_CLASSES.contains(storageClass)) {
      throw S3Errors.error(
          400, "InvalidStorageClass", "The storage class you specified is not valid");
    }
    headers.remove(ObjectVersion.STORAGE_CLASS, STANDARD);
    return headers;
  }

  /** {@code aws-chunked} is an encoding of the request only. */
  private static String withoutChunks(String encodings) {
    List<String> named = Splitter.on(',').trimResults().splitToList(encodings);
    return named.stream().anyMatch("aws-chunked"::equalsIgnoreCase)
        ? named.stream()
            .filter(name -> !name.equalsIgnoreCase("aws-chunked"))
            .collect(Collectors.joining(","))
        : encodings;
  }

  /** The tags that a request sets with the bytes of an object. */
  static Map<String, String> tags(CurrentRequest request) {
    return request.header("x-amz-tagging").map(ObjectTags::ofHeader).orElse(Map.of());
  }

  /** The part of a response that S3Proxy's protocol layer sends. */
  static GetObjectResponse.Builder apply(
      Map<String, String> headers, GetObjectResponse.Builder response) {
    return response
        .cacheControl(headers.get(CACHE_CONTROL))
        .contentDisposition(headers.get(CONTENT_DISPOSITION))
        .contentEncoding(headers.get(CONTENT_ENCODING))
        .contentLanguage(headers.get(CONTENT_LANGUAGE))
        .contentType(headers.get(CONTENT_TYPE))
        .serverSideEncryption(headers.get(ENCRYPTION))
        .ssekmsKeyId(headers.get(ENCRYPTION_KEY))
        .storageClass(headers.get(ObjectVersion.STORAGE_CLASS));
  }

  /** Sends the rest. */
  static void send(Map<String, String> headers, CurrentRequest request) {
    for (String name : List.of(EXPIRES, REDIRECT)) {
      if (headers.containsKey(name)) {
        request.respondWith(name, headers.get(name));
      }
    }
  }
}
