package dev.twinlens.local.services;

import static java.util.stream.Collectors.joining;

import dev.twinlens.local.services.auth.AccessKey;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A role with a unique name, at first without permissions. */
final class Role {
  final String arn = "arn:aws:iam::000000000000:role/role-" + UUID.randomUUID();
  final AccessKey key;
  private final AwsServices services;

  Role(AwsServices services) {
    this.services = services;
    this.key = services.createAccessKey(arn);
  }

  /** An entry of a policy's Statement; {@code actions} are separated by spaces. */
  static String statement(String effect, String actions, String... resources) {
    return "{\"Effect\": \"%s\", \"Action\": %s, \"Resource\": %s}"
        .formatted(effect, list(Stream.of(actions.split(" "))), list(Stream.of(resources)));
  }

  static String policy(String... statements) {
    return "{\"Version\": \"2012-10-17\", \"Statement\": [%s]}"
        .formatted(String.join(", ", statements));
  }

  private static String list(Stream<String> texts) {
    return texts.map(text -> "\"" + text + "\"").collect(joining(", ", "[", "]"));
  }

  /** Replaces its permissions. */
  Role may(String actions, String... resources) {
    return hasPolicy(policy(statement("Allow", actions, resources)));
  }

  Role hasPolicy(String policy) {
    services.access().putPolicy(arn, "work", policy);
    return this;
  }

  Clients clients() {
    return new Clients(services, key);
  }

  /** Its denied calls, each as action and resource. */
  List<String> denials() {
    return services.access().report().denials().stream()
        .filter(denial -> denial.principal().equals(arn))
        .map(denial -> denial.action() + " " + denial.resource())
        .toList();
  }
}
