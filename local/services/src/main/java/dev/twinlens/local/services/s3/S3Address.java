package dev.twinlens.local.services.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import java.net.URLDecoder;
import java.util.List;

/**
 * The bucket and key of a path-style URL.
 *
 * @param bucket empty for the account's list of buckets
 * @param key empty for the bucket itself
 */
record S3Address(String bucket, String key) {

  /** The ARN of a bucket. */
  static String arn(String bucket) {
    return "arn:aws:s3:::" + bucket;
  }

  /** Reads a path as sent, not decoded. */
  static S3Address of(String rawPath) {
    List<String> parts = Splitter.on('/').limit(3).splitToList(rawPath);
    return new S3Address(
        parts.size() > 1 ? URLDecoder.decode(parts.get(1), UTF_8) : "",
        parts.size() > 2 ? URLDecoder.decode(parts.get(2), UTF_8) : "");
  }
}
