package dev.twinlens.local.services.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import dev.twinlens.local.services.access.UnknownOperationException;
import dev.twinlens.local.services.auth.QueryString;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The permissions that a request to S3 needs.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html">Required
 *     permissions for Amazon S3 API operations</a>
 */
final class S3Actions {
  /** Parameters that do not change which permission is needed. */
  private static final Set<String> NEUTRAL =
      Set.of(
          "x-id",
          "list-type",
          "prefix",
          "delimiter",
          "marker",
          "max-keys",
          "max-buckets",
          "continuation-token",
          "start-after",
          "fetch-owner",
          "encoding-type",
          "key-marker",
          "version-id-marker",
          "upload-id-marker",
          "max-uploads",
          "max-parts",
          "part-number-marker",
          "partNumber",
          "versionId",
          "response-cache-control",
          "response-content-disposition",
          "response-content-encoding",
          "response-content-language",
          "response-content-type",
          "response-expires");

  /** Configurations of a bucket: their names in the actions {@code Get…} and {@code Put…}. */
  private static final Map<String, String> CONFIGURATIONS =
      Map.of(
          "cors", "BucketCORS",
          "encryption", "EncryptionConfiguration",
          "lifecycle", "LifecycleConfiguration",
          "notification", "BucketNotification",
          "ownershipControls", "BucketOwnershipControls",
          "policy", "BucketPolicy",
          "publicAccessBlock", "BucketPublicAccessBlock",
          "tagging", "BucketTagging",
          "versioning", "BucketVersioning",
          "acl", "BucketAcl");

  /** Configurations that a bucket always has. */
  private static final Set<String> NOT_REMOVABLE = Set.of("acl", "notification", "versioning");

  private final String method;
  private final String bucket;
  private final String key;
  private final Map<String, String> query;
  private final Predicate<String> hasHeader;
  private final String copySource;

  private S3Actions(
      String method,
      S3Address address,
      Map<String, String> query,
      Predicate<String> hasHeader,
      String copySource) {
    this.method = method;
    this.bucket = address.bucket();
    this.key = address.key();
    this.query = query;
    this.hasHeader = hasHeader;
    this.copySource = copySource;
  }

  /**
   * The permissions that a request needs; none for one that deletes several objects: each of them
   * is authorized on its own.
   *
   * @param query its parameters, decoded
   * @param hasHeader whether the request has a header of that lower-case name
   * @param copySource the header {@code x-amz-copy-source}; empty for none
   * @throws UnknownOperationException when no operation has its method and parameters
   */
  static List<S3Permission> of(
      String method,
      S3Address address,
      Map<String, String> query,
      Predicate<String> hasHeader,
      String copySource)
      throws UnknownOperationException {
    S3Actions request = new S3Actions(method, address, query, hasHeader, copySource);
    if (address.bucket().isEmpty()) {
      return request.onAccount();
    }
    return address.key().isEmpty() ? request.onBucket() : request.onObject();
  }

  private List<S3Permission> onAccount() throws UnknownOperationException {
    if (!operation().equals("GET") || !key.isEmpty()) {
      throw unknown();
    }
    return List.of(on("ListAllMyBuckets"));
  }

  private List<S3Permission> onBucket() throws UnknownOperationException {
    String subresource = subresource();
    if (CONFIGURATIONS.containsKey(subresource)) {
      return List.of(on(configurationAction(subresource)));
    }
    return switch (operation()) {
      case "GET", "HEAD" -> List.of(on("ListBucket"));
      case "GET?location" -> List.of(on("GetBucketLocation"));
      case "GET?versions" -> List.of(on("ListBucketVersions"));
      case "GET?uploads" -> List.of(on("ListBucketMultipartUploads"));
      case "PUT" -> withAcl(on("CreateBucket"), on("PutBucketAcl"));
      case "DELETE" -> List.of(on("DeleteBucket"));
      case "POST?delete" -> List.of();
      default -> throw unknown();
    };
  }

  /** Removing a configuration needs the permission to put it, except for the policy. */
  private String configurationAction(String subresource) throws UnknownOperationException {
    String configuration = CONFIGURATIONS.get(subresource);
    if (method.equals("DELETE") && !NOT_REMOVABLE.contains(subresource)) {
      return (subresource.equals("policy") ? "Delete" : "Put") + configuration;
    }
    return switch (method) {
      case "GET" -> "Get" + configuration;
      case "PUT" -> "Put" + configuration;
      default -> throw unknown();
    };
  }

  private List<S3Permission> onObject() throws UnknownOperationException {
    String version = query.containsKey("versionId") ? "Version" : "";
    return switch (operation()) {
      case "GET", "HEAD" -> List.of(on("GetObject" + version));
      case "GET?acl" -> List.of(on("GetObject" + version + "Acl"));
      case "GET?tagging" -> List.of(on("GetObject" + version + "Tagging"));
      case "GET?uploadId" -> List.of(on("ListMultipartUploadParts"));
      case "PUT", "PUT?uploadId", "POST?uploads", "POST?uploadId" -> writing();
      case "PUT?acl" -> List.of(on("PutObject" + version + "Acl"));
      case "PUT?tagging" -> List.of(on("PutObject" + version + "Tagging"));
      case "DELETE" -> List.of(on("DeleteObject" + version));
      case "DELETE?tagging" -> List.of(on("DeleteObject" + version + "Tagging"));
      case "DELETE?uploadId" -> List.of(on("AbortMultipartUpload"));
      default -> throw unknown();
    };
  }

  private List<S3Permission> writing() throws UnknownOperationException {
    List<S3Permission> permissions = new ArrayList<>(withAcl(on("PutObject"), on("PutObjectAcl")));
    if (hasHeader.test("x-amz-tagging")) {
      permissions.add(on("PutObjectTagging"));
    }
    if (!copySource.isEmpty()) {
      permissions.add(reading(copySource));
    }
    return permissions;
  }

  private List<S3Permission> withAcl(S3Permission permission, S3Permission onAcl) {
    boolean acl =
        hasHeader.test("x-amz-acl")
            || Stream.of("read", "write", "read-acp", "write-acp", "full-control")
                .anyMatch(grant -> hasHeader.test("x-amz-grant-" + grant));
    return acl ? List.of(permission, onAcl) : List.of(permission);
  }

  private S3Permission reading(String source) throws UnknownOperationException {
    int question = source.indexOf('?');
    String path = question < 0 ? source : source.substring(0, question);
    List<String> parts =
        Splitter.on('/').limit(2).splitToList(path.startsWith("/") ? path.substring(1) : path);
    if (parts.size() < 2) {
      throw unknown();
    }
    boolean version =
        question >= 0
            && QueryString.parse(source.substring(question + 1))
                .firstValues()
                .containsKey("versionId");
    return S3Permission.read(
        URLDecoder.decode(parts.get(0), UTF_8), URLDecoder.decode(parts.get(1), UTF_8), version);
  }

  private S3Permission on(String action) {
    return new S3Permission(action, bucket, key);
  }

  /** The method, followed by a question mark and the subresource if there is one. */
  private String operation() throws UnknownOperationException {
    return subresource().isEmpty() ? method : method + "?" + subresource();
  }

  /** At most one: which of several a server acts on cannot be known. */
  private String subresource() throws UnknownOperationException {
    List<String> named = subresources();
    if (named.size() > 1) {
      throw unknown();
    }
    return named.isEmpty() ? "" : named.get(0);
  }

  private List<String> subresources() {
    return query.keySet().stream()
        .filter(name -> !NEUTRAL.contains(name) && !name.startsWith("X-Amz-"))
        .sorted()
        .toList();
  }

  private UnknownOperationException unknown() {
    List<String> named = subresources();
    return new UnknownOperationException(
        "s3",
        method
            + (bucket.isEmpty() ? " account" : key.isEmpty() ? " bucket" : " object")
            + (named.isEmpty() ? "" : "?" + String.join("&", named)));
  }
}
