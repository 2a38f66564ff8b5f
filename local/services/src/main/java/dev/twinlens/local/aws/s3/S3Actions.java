package dev.twinlens.local.aws.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import dev.twinlens.local.aws.access.UnknownOperationException;
import dev.twinlens.local.aws.auth.QueryString;
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
          "uploadId",
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

  private final String method;
  private final String bucket;
  private final String key;
  private final Map<String, String> query;
  private final Predicate<String> hasHeader;
  private final String copySource;

  private S3Actions(
      String method,
      String bucket,
      String key,
      Map<String, String> query,
      Predicate<String> hasHeader,
      String copySource) {
    this.method = method;
    this.bucket = bucket;
    this.key = key;
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

  /** Deleting one object of several: each is decided on its own. */
  static Right delete(String bucket, String key, boolean version) {
    return new Right(version ? "DeleteObjectVersion" : "DeleteObject", bucket, key);
  }

  /** Reading one object, or one version of it. */
  static Right read(String bucket, String key, boolean version) {
    return new Right(version ? "GetObjectVersion" : "GetObject", bucket, key);
  }

  /** What tells a caller that an object is not there; without it S3 says that it is forbidden. */
  static Right knowWhatIsThere(String bucket) {
    return new Right("ListBucket", bucket, "");
  }

  /**
   * The rights that a request needs; none for one that deletes several objects.
   *
   * @param bucket empty for the account's list of buckets
   * @param key empty for the bucket itself
   * @param query its parameters, decoded
   * @param hasHeader whether a header of that name, in lower case, is there
   * @param copySource the header {@code x-amz-copy-source}; empty for none
   * @throws UnknownOperationException when a parameter asks for something else
   */
  static List<Right> of(
      String method,
      String bucket,
      String key,
      Map<String, String> query,
      Predicate<String> hasHeader,
      String copySource)
      throws UnknownOperationException {
    S3Actions request = new S3Actions(method, bucket, key, query, hasHeader, copySource);
    if (bucket.isEmpty()) {
      return request.onAccount();
    }
    return key.isEmpty() ? request.onBucket() : request.onObject();
  }

  private List<Right> onAccount() throws UnknownOperationException {
    requireOnly(Set.of());
    if (!method.equals("GET")) {
      throw unknown();
    }
    return List.of(new Right("ListAllMyBuckets", "", ""));
  }

  private List<Right> onBucket() throws UnknownOperationException {
    for (Map.Entry<String, String> configuration : CONFIGURATIONS.entrySet()) {
      if (query.containsKey(configuration.getKey())) {
        requireOnly(Set.of(configuration.getKey()));
        return List.of(right(configurationAction(configuration.getValue())));
      }
    }
    requireOnly(Set.of("location", "versions", "uploads", "delete"));
    return switch (method) {
      case "GET" -> List.of(right(listing()));
      case "HEAD" -> List.of(right("ListBucket"));
      case "PUT" -> List.of(right("CreateBucket"));
      case "DELETE" -> List.of(right("DeleteBucket"));
      case "POST" -> {
        if (!query.containsKey("delete")) {
          throw unknown();
        }
        yield List.of();
      }
      default -> throw unknown();
    };
  }

  /** Removing a configuration is putting it, but for the policy. */
  private String configurationAction(String configuration) throws UnknownOperationException {
    return switch (method) {
      case "GET" -> "Get" + configuration;
      case "PUT" -> "Put" + configuration;
      case "DELETE" -> (configuration.equals("BucketPolicy") ? "Delete" : "Put") + configuration;
      default -> throw unknown();
    };
  }

  private String listing() {
    if (query.containsKey("location")) {
      return "GetBucketLocation";
    }
    if (query.containsKey("versions")) {
      return "ListBucketVersions";
    }
    return query.containsKey("uploads") ? "ListBucketMultipartUploads" : "ListBucket";
  }

  private List<Right> onObject() throws UnknownOperationException {
    String version = query.containsKey("versionId") ? "Version" : "";
    for (String part : List.of("acl", "tagging")) {
      if (query.containsKey(part)) {
        requireOnly(Set.of(part));
        return List.of(
            right(verb() + "Object" + version + (part.equals("acl") ? "Acl" : "Tagging")));
      }
    }
    requireOnly(Set.of("uploads"));
    boolean upload = query.containsKey("uploadId");
    return switch (method) {
      case "GET", "HEAD" ->
          List.of(right(upload ? "ListMultipartUploadParts" : "GetObject" + version));
      case "PUT" -> writing();
      case "POST" -> {
        if (!upload && !query.containsKey("uploads")) {
          throw unknown();
        }
        yield writing();
      }
      case "DELETE" -> List.of(right(upload ? "AbortMultipartUpload" : "DeleteObject" + version));
      default -> throw unknown();
    };
  }

  private String verb() throws UnknownOperationException {
    return switch (method) {
      case "GET" -> "Get";
      case "PUT" -> "Put";
      case "DELETE" -> "Delete";
      default -> throw unknown();
    };
  }

  private List<Right> writing() throws UnknownOperationException {
    List<Right> rights = new ArrayList<>(List.of(right("PutObject")));
    if (hasHeader.test("x-amz-acl")
        || Stream.of("read", "write", "read-acp", "write-acp", "full-control")
            .anyMatch(grant -> hasHeader.test("x-amz-grant-" + grant))) {
      rights.add(right("PutObjectAcl"));
    }
    if (hasHeader.test("x-amz-tagging")) {
      rights.add(right("PutObjectTagging"));
    }
    if (!copySource.isEmpty()) {
      rights.add(reading(copySource));
    }
    return rights;
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

  /** Whatever else is asked for has a right of its own, which is not known here. */
  private void requireOnly(Set<String> known) throws UnknownOperationException {
    for (String parameter : query.keySet()) {
      if (!known.contains(parameter)
          && !NEUTRAL.contains(parameter)
          && !parameter.startsWith("X-Amz-")) {
        throw unknown();
      }
    }
  }

  private UnknownOperationException unknown() {
    String parameters =
        String.join(
            "&",
            query.keySet().stream()
                .filter(name -> !NEUTRAL.contains(name) && !name.startsWith("X-Amz-"))
                .sorted()
                .toList());
    return new UnknownOperationException(
        "s3",
        method
            + (bucket.isEmpty() ? " account" : key.isEmpty() ? " bucket" : " object")
            + (parameters.isEmpty() ? "" : "?" + parameters));
  }
}
