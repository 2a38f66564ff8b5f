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
 * Which rights a request to S3 needs.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html">Required
 *     permissions for Amazon S3 API operations</a>
 */
final class S3Actions {
  /** Parameters that change nothing about which right is needed. */
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

  /** Configurations of a bucket: what they are called in {@code Get…} and {@code Put…}. */
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

  /** A bucket always has these. */
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
   * A right on a bucket or an object.
   *
   * @param action without the prefix {@code s3:}
   * @param bucket empty for an action on no bucket
   * @param key empty for an action on the bucket itself
   */
  record Right(String action, String bucket, String key) {
    /** The ARN of the bucket or the object. */
    String resource() {
      return bucket.isEmpty() ? "*" : S3Address.arn(bucket) + (key.isEmpty() ? "" : "/" + key);
    }
  }

  /** Reading an object. */
  static Right read(String bucket, String key, boolean version) {
    return new Right(version ? "GetObjectVersion" : "GetObject", bucket, key);
  }

  /**
   * The rights that a request needs; none for one that deletes several objects, of which each is
   * decided on its own.
   *
   * @param query its parameters, decoded
   * @param hasHeader whether a header of that name, in lower case, is there
   * @param copySource the header {@code x-amz-copy-source}; empty for none
   * @throws UnknownOperationException when its method and parameters ask for something else
   */
  static List<Right> of(
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

  private List<Right> onAccount() throws UnknownOperationException {
    if (!operation().equals("GET") || !key.isEmpty()) {
      throw unknown();
    }
    return List.of(right("ListAllMyBuckets"));
  }

  private List<Right> onBucket() throws UnknownOperationException {
    String subresource = subresource();
    if (CONFIGURATIONS.containsKey(subresource)) {
      return List.of(right(configurationAction(subresource)));
    }
    return switch (operation()) {
      case "GET", "HEAD" -> List.of(right("ListBucket"));
      case "GET?location" -> List.of(right("GetBucketLocation"));
      case "GET?versions" -> List.of(right("ListBucketVersions"));
      case "GET?uploads" -> List.of(right("ListBucketMultipartUploads"));
      case "PUT" -> withAcl(right("CreateBucket"), right("PutBucketAcl"));
      case "DELETE" -> List.of(right("DeleteBucket"));
      case "POST?delete" -> List.of();
      default -> throw unknown();
    };
  }

  /** Removing a configuration is putting it, but for the policy. */
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

  private List<Right> onObject() throws UnknownOperationException {
    String version = query.containsKey("versionId") ? "Version" : "";
    return switch (operation()) {
      case "GET", "HEAD" -> List.of(right("GetObject" + version));
      case "GET?acl" -> List.of(right("GetObject" + version + "Acl"));
      case "GET?tagging" -> List.of(right("GetObject" + version + "Tagging"));
      case "GET?uploadId" -> List.of(right("ListMultipartUploadParts"));
      case "PUT", "PUT?uploadId", "POST?uploads", "POST?uploadId" -> writing();
      case "PUT?acl" -> List.of(right("PutObject" + version + "Acl"));
      case "PUT?tagging" -> List.of(right("PutObject" + version + "Tagging"));
      case "DELETE" -> List.of(right("DeleteObject" + version));
      case "DELETE?tagging" -> List.of(right("DeleteObject" + version + "Tagging"));
      case "DELETE?uploadId" -> List.of(right("AbortMultipartUpload"));
      default -> throw unknown();
    };
  }

  private List<Right> writing() throws UnknownOperationException {
    List<Right> rights = new ArrayList<>(withAcl(right("PutObject"), right("PutObjectAcl")));
    if (hasHeader.test("x-amz-tagging")) {
      rights.add(right("PutObjectTagging"));
    }
    if (!copySource.isEmpty()) {
      rights.add(reading(copySource));
    }
    return rights;
  }

  private List<Right> withAcl(Right right, Right onAcl) {
    boolean acl =
        hasHeader.test("x-amz-acl")
            || Stream.of("read", "write", "read-acp", "write-acp", "full-control")
                .anyMatch(grant -> hasHeader.test("x-amz-grant-" + grant));
    return acl ? List.of(right, onAcl) : List.of(right);
  }

  private Right reading(String source) throws UnknownOperationException {
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
    return read(
        URLDecoder.decode(parts.get(0), UTF_8), URLDecoder.decode(parts.get(1), UTF_8), version);
  }

  private Right right(String action) {
    return new Right(action, bucket, key);
  }

  /** The method, and after a question mark what it is about when not the thing itself. */
  private String operation() throws UnknownOperationException {
    return subresource().isEmpty() ? method : method + "?" + subresource();
  }

  /** One at most: which of several a server goes by is not to be guessed. */
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
