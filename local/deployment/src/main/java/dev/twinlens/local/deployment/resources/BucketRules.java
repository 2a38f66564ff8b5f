package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.pulumi.Inputs;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.LifecycleExpiration;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.TopicConfiguration;

/** Reads the rules of a bucket's configuration. */
final class BucketRules {
  private BucketRules() {}

  /** A rule that selects objects by a prefix, or all of them. */
  static LifecycleRule lifecycle(Inputs rule) {
    String prefix =
        rule.optionalObject("filter").flatMap(filter -> filter.optionalString("prefix")).orElse("");
    LifecycleRule.Builder builder =
        LifecycleRule.builder()
            .id(rule.string("id"))
            .status(rule.string("status"))
            .filter(filter -> filter.prefix(prefix));
    rule.optionalObject("expiration")
        .ifPresent(
            expiration -> {
              LifecycleExpiration.Builder expires = LifecycleExpiration.builder();
              expiration.optionalInteger("days").ifPresent(expires::days);
              expiration
                  .optionalBool("expiredObjectDeleteMarker")
                  .ifPresent(expires::expiredObjectDeleteMarker);
              builder.expiration(expires.build());
            });
    rule.optionalObject("noncurrentVersionExpiration")
        .ifPresent(
            noncurrent ->
                builder.noncurrentVersionExpiration(
                    expiration -> expiration.noncurrentDays(noncurrent.integer("noncurrentDays"))));
    rule.optionalObject("abortIncompleteMultipartUpload")
        .ifPresent(
            abort ->
                builder.abortIncompleteMultipartUpload(
                    upload -> upload.daysAfterInitiation(abort.integer("daysAfterInitiation"))));
    return builder.build();
  }

  static CORSRule cors(Inputs rule) {
    CORSRule.Builder builder =
        CORSRule.builder()
            .allowedHeaders(rule.strings("allowedHeaders"))
            .allowedMethods(rule.strings("allowedMethods"))
            .allowedOrigins(rule.strings("allowedOrigins"))
            .exposeHeaders(rule.strings("exposeHeaders"));
    rule.optionalString("id").ifPresent(builder::id);
    rule.optionalInteger("maxAgeSeconds").ifPresent(builder::maxAgeSeconds);
    return builder.build();
  }

  static TopicConfiguration notification(Inputs topic) {
    TopicConfiguration.Builder builder =
        TopicConfiguration.builder()
            .topicArn(topic.string("topicArn"))
            .eventsWithStrings(topic.strings("events"));
    topic.optionalString("id").ifPresent(builder::id);
    List<FilterRule> rules = new ArrayList<>();
    topic.optionalString("filterPrefix").ifPresent(value -> rules.add(filterRule("prefix", value)));
    topic.optionalString("filterSuffix").ifPresent(value -> rules.add(filterRule("suffix", value)));
    if (!rules.isEmpty()) {
      builder.filter(filter -> filter.key(key -> key.filterRules(rules)));
    }
    return builder.build();
  }

  private static FilterRule filterRule(String name, String value) {
    return FilterRule.builder().name(name).value(value).build();
  }
}
