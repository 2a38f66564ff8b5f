package dev.twinlens.deployer;

import dev.twinlens.infra.graph.FakeClouds;
import dev.twinlens.infra.graph.RecordedResource;
import dev.twinlens.infra.support.Partition;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in a table's placeholders for one resource: with the names of one possible deployment, or
 * with a pattern that fits those of all deployments.
 */
final class Placeholders {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

  /** Pulumi's suffix: a hyphen and seven hexadecimal digits. */
  private static final String ANY_SUFFIX = "-???????";

  private static final String SOME_ID = "a1b2c3d4e5";

  private final String region;
  private final Map<String, String> tags;
  private final Optional<String> permissionsBoundary;
  private final RecordedResource resource;

  /**
   * The placeholders of one resource.
   *
   * @param region where the stack is deployed
   * @param tags the tags of the stack's resources
   * @param permissionsBoundary the policy that bounds the stack's roles
   * @param resource the resource
   */
  Placeholders(
      String region,
      Map<String, String> tags,
      Optional<String> permissionsBoundary,
      RecordedResource resource) {
    this.region = region;
    this.tags = tags;
    this.permissionsBoundary = permissionsBoundary;
    this.resource = resource;
  }

  /** As in one deployment. */
  String example(String text) {
    return fill(text, FakeClouds.ACCOUNT, SOME_ID);
  }

  /** As in every deployment: for any account, suffix and id. */
  String pattern(String text) {
    return fill(text, "*", "*").replace(FakeClouds.SUFFIX, ANY_SUFFIX);
  }

  private String fill(String text, String account, String id) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(value(match.group(1), text, account, id)));
  }

  private String value(String placeholder, String text, String account, String id) {
    // IAM's own variables, ${aws:PrincipalAccount}, have a colon and so are no placeholders.
    return switch (placeholder) {
      case "region" -> region;
      case "partition" -> Partition.of(region).id();
      case "dnsSuffix" -> Partition.of(region).dnsSuffix();
      case "account" -> account;
      case "id" -> id;
      case "project" -> tag("Project");
      case "stack" -> tag("Stack");
      case "permissionsBoundary" ->
          permissionsBoundary.orElseThrow(
              () -> new IllegalArgumentException("the stack has no permissions boundary"));
      case "name" ->
          resource.inputs().get("name") instanceof String name
              ? name
              : FakeClouds.physicalName(resource.name());
      default -> {
        if (!(resource.inputs().get(placeholder) instanceof String value)) {
          throw new IllegalArgumentException(
              "%s has no %s for %s".formatted(resource, placeholder, text));
        }
        yield lastPart(value);
      }
    };
  }

  private String tag(String key) {
    return Optional.ofNullable(tags.get(key))
        .orElseThrow(() -> new IllegalArgumentException("the stack has no tag " + key));
  }

  private static String lastPart(String value) {
    return value.startsWith("arn:") || value.startsWith("https:")
        ? value.substring(Math.max(value.lastIndexOf(':'), value.lastIndexOf('/')) + 1)
        : value;
  }
}
