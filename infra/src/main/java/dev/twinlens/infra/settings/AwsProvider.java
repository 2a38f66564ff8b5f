package dev.twinlens.infra.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.pulumi.Config;
import com.pulumi.aws.Provider;
import com.pulumi.aws.ProviderArgs;
import com.pulumi.aws.inputs.ProviderAssumeRoleArgs;
import com.pulumi.aws.inputs.ProviderDefaultTagsArgs;
import com.pulumi.resources.CustomResourceOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The provider for AWS, as a stack's settings {@code aws:…} configure it. It is explicit, so that
 * it adds the stack's tags; Pulumi configures only a default provider by itself. What cannot be
 * handed on is refused: a setting without effect could be a guard, such as {@code
 * allowedAccountIds}.
 */
public final class AwsProvider {
  private static final List<String> HANDED_ON =
      List.of(
          "allowedAccountIds",
          "assumeRole",
          "customCaBundle",
          "defaultTags",
          "forbiddenAccountIds",
          "httpProxy",
          "httpsProxy",
          "maxRetries",
          "noProxy",
          "profile",
          "region",
          "retryMode",
          "sharedConfigFiles",
          "sharedCredentialsFiles",
          "skipCredentialsValidation",
          "skipMetadataApiCheck",
          "stsRegion",
          "useDualstackEndpoint",
          "useFipsEndpoint");

  /** The settings of the provider's version 6 that this program does not hand on. */
  private static final List<String> REFUSED =
      List.of(
          "accessKey",
          "assumeRoles",
          "assumeRoleWithWebIdentity",
          "ec2MetadataServiceEndpoint",
          "ec2MetadataServiceEndpointMode",
          "endpoints",
          "ignoreTags",
          "insecure",
          "s3UsEast1RegionalEndpoint",
          "s3UsePathStyle",
          "secretKey",
          "skipRegionValidation",
          "skipRequestingAccountId",
          "token",
          "tokenBucketRateLimiterCapacity");

  private static final JsonMapper JSON = new JsonMapper();

  private final SettingsReader read;

  private AwsProvider(Config config) {
    this.read = new SettingsReader(config);
  }

  /** The names of the provider's settings. */
  static Set<String> settings() {
    return Stream.of(HANDED_ON, REFUSED).flatMap(List::stream).collect(Collectors.toSet());
  }

  /**
   * Registers the provider.
   *
   * @param config the settings {@code aws:…}
   * @param tags of all the stack's resources; they replace equal ones of {@code aws:defaultTags}
   * @param services that the region must have
   * @throws SettingsException naming each setting that is invalid or cannot be handed on
   */
  public static Provider register(
      Config config, Map<String, String> tags, List<RegionalService> services) {
    var provider = new AwsProvider(config);
    provider.requireRegionWith(services);
    var arguments = provider.arguments(tags);
    return new Provider("aws", arguments, CustomResourceOptions.Empty);
  }

  private void requireRegionWith(List<RegionalService> services) {
    RegionalService.region(read.text("region"), System.getenv())
        .ifPresent(
            region -> services.forEach(service -> service.errorIn(region).ifPresent(read::refuse)));
  }

  private ProviderArgs arguments(Map<String, String> tags) {
    for (var key : REFUSED) {
      read.text(key)
          .ifPresent(
              value ->
                  read.refuse(
                      "aws:%s is set, but this program does not hand it on to AWS. Use environment variables or a profile of the AWS CLI."
                          .formatted(key)));
    }
    var arguments = ProviderArgs.builder();
    read.text("region").ifPresent(arguments::region);
    read.text("profile").ifPresent(arguments::profile);
    read.text("stsRegion").ifPresent(arguments::stsRegion);
    read.text("retryMode").ifPresent(arguments::retryMode);
    read.text("customCaBundle").ifPresent(arguments::customCaBundle);
    read.text("httpProxy").ifPresent(arguments::httpProxy);
    read.text("httpsProxy").ifPresent(arguments::httpsProxy);
    read.text("noProxy").ifPresent(arguments::noProxy);
    list("allowedAccountIds", arguments::allowedAccountIds);
    list("forbiddenAccountIds", arguments::forbiddenAccountIds);
    list("sharedConfigFiles", arguments::sharedConfigFiles);
    list("sharedCredentialsFiles", arguments::sharedCredentialsFiles);
    json("maxRetries", new TypeReference<Integer>() {}, arguments::maxRetries);
    bool("skipMetadataApiCheck", arguments::skipMetadataApiCheck);
    bool("skipCredentialsValidation", arguments::skipCredentialsValidation);
    bool("useFipsEndpoint", arguments::useFipsEndpoint);
    bool("useDualstackEndpoint", arguments::useDualstackEndpoint);
    json(
        "assumeRole",
        new TypeReference<Map<String, Object>>() {},
        role -> arguments.assumeRole(assumeRole(role)));
    arguments.defaultTags(ProviderDefaultTagsArgs.builder().tags(withDefaults(tags)).build());
    read.throwOnErrors();
    return arguments.build();
  }

  private Map<String, String> withDefaults(Map<String, String> tags) {
    var all = new HashMap<String, String>();
    json(
        "defaultTags",
        new TypeReference<Map<String, Map<String, String>>>() {},
        defaults -> all.putAll(defaults.getOrDefault("tags", Map.of())));
    all.putAll(tags);
    return all;
  }

  private ProviderAssumeRoleArgs assumeRole(Map<String, Object> role) {
    var known =
        Set.of("roleArn", "sessionName", "externalId", "duration", "policy", "sourceIdentity");
    role.keySet().stream()
        .filter(key -> !known.contains(key))
        .forEach(
            key ->
                read.refuse(
                    "aws:assumeRole.%s is not handed on to AWS; allowed: %s"
                        .formatted(key, known.stream().sorted().toList())));
    var arguments = ProviderAssumeRoleArgs.builder();
    field(role, "roleArn").ifPresent(arguments::roleArn);
    field(role, "sessionName").ifPresent(arguments::sessionName);
    field(role, "externalId").ifPresent(arguments::externalId);
    field(role, "duration").ifPresent(arguments::duration);
    field(role, "policy").ifPresent(arguments::policy);
    field(role, "sourceIdentity").ifPresent(arguments::sourceIdentity);
    return arguments.build();
  }

  private static Optional<String> field(Map<String, Object> role, String name) {
    return Optional.ofNullable(role.get(name)).map(String::valueOf);
  }

  private void list(String key, Consumer<List<String>> argument) {
    json(key, new TypeReference<List<String>>() {}, argument);
  }

  private void bool(String key, Consumer<Boolean> argument) {
    json(key, new TypeReference<Boolean>() {}, argument);
  }

  /** The CLI hands lists, objects, numbers and switches on as JSON. */
  private <T> void json(String key, TypeReference<T> type, Consumer<T> argument) {
    read.text(key)
        .ifPresent(
            value -> {
              try {
                argument.accept(JSON.readValue(value, type));
              } catch (JsonProcessingException malformed) {
                read.refuse(
                    "aws:%s is \"%s\", which is no %s; set a list or an object with `pulumi config set --path`"
                        .formatted(key, value, type.getType().getTypeName()));
              }
            });
  }
}
