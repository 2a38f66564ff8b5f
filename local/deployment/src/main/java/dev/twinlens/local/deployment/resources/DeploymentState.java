package dev.twinlens.local.deployment.resources;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.pulumi.ResourceRequest;
import dev.twinlens.local.support.AtomicFiles;
import dev.twinlens.local.support.BoundPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a deployment keeps from one start to the next, in {@code state.json}: the resources it
 * created with their physical names, its ports and its generated secrets. The file is readable by
 * its owner alone.
 */
final class DeploymentState {
  private static final Logger LOG = LoggerFactory.getLogger(DeploymentState.class);
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String NAME_OF = "name ";

  /** A resource that exists: its type token and the provider's id. */
  record Resource(String type, String id) {}

  @JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
  private static final class Content {
    private String stack = "";
    // In the order of creation, so that dependents can be deleted first.
    private final Map<String, Resource> resources = new LinkedHashMap<>();
    private final Map<String, String> generated = new TreeMap<>();
    private final Map<String, Integer> ports = new TreeMap<>();
  }

  private final Path file;
  private final Content content;

  private DeploymentState(Path file, Content content) {
    this.file = file;
    this.content = content;
  }

  /**
   * Reads the state in this folder, or creates it.
   *
   * @throws DeploymentFailure when it cannot be read, or belongs to another stack
   */
  static DeploymentState open(Path dataDirectory, String stack) {
    Path file = dataDirectory.resolve("state.json");
    Content content = new Content();
    content.stack = stack;
    if (Files.exists(file)) {
      content = read(file);
    }
    if (!content.stack.equals(stack)) {
      throw new DeploymentFailure(
          "%s holds the stack '%s'; use another --data folder for the stack '%s'"
              .formatted(dataDirectory, content.stack, stack));
    }
    completeNames(content);
    return new DeploymentState(file, content);
  }

  /**
   * Earlier versions kept a physical name's random digits alone, which are not enough for a
   * resource that gets another name by an alias. The whole name is the last part of the resource's
   * id.
   */
  private static void completeNames(Content content) {
    for (Map.Entry<String, String> entry : Map.copyOf(content.generated).entrySet()) {
      String key = entry.getKey();
      if (key.startsWith(NAME_OF) && entry.getValue().matches("[0-9a-f]{7,8}")) {
        Optional.ofNullable(content.resources.get(key.substring(NAME_OF.length())))
            .map(Resource::id)
            .map(id -> id.substring(Math.max(id.lastIndexOf('/'), id.lastIndexOf(':')) + 1))
            .ifPresentOrElse(
                name -> content.generated.put(key, name), () -> content.generated.remove(key));
      }
    }
  }

  private static Content read(Path file) {
    try {
      return JSON.readValue(file.toFile(), Content.class);
    } catch (IOException e) {
      throw new DeploymentFailure(
          "%s cannot be read (%s); restore the file, or use another --data folder"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /**
   * The physical name of an AWS resource: the one that the program sets, or the logical name and
   * seven random digits, as Pulumi names it, that stay the same as long as the resource exists.
   *
   * @param property the input that holds the name
   */
  synchronized String physicalName(ResourceRequest request, String property) {
    return request
        .inputs()
        .optionalString(property)
        .orElseGet(() -> physicalName(request.urn(), request.name() + "-", 7));
  }

  /** A prefix and this many random hexadecimal digits that stay with the resource. */
  synchronized String physicalName(String urn, String prefix, int suffixDigits) {
    return generate(NAME_OF + urn, () -> prefix + randomHex(suffixDigits));
  }

  /** A random identifier of this many hexadecimal digits that stays with the resource. */
  synchronized String identifier(String urn, String purpose, int digits) {
    return generate(purpose + " " + urn, () -> randomHex(digits));
  }

  /** A random secret of this many bytes, base64, that stays with the deployment. */
  synchronized String secret(String purpose, int bytes) {
    return generate(
        "secret " + purpose,
        () -> {
          byte[] secret = new byte[bytes];
          RANDOM.nextBytes(secret);
          return Base64.getEncoder().encodeToString(secret);
        });
  }

  /**
   * A port for this purpose: that of the last start if it is still free, so that addresses stay the
   * same, or any.
   */
  synchronized BoundPort bindPort(String purpose) {
    BoundPort port = port(purpose).flatMap(DeploymentState::free).orElseGet(BoundPort::any);
    keepPort(purpose, port.port());
    return port;
  }

  private static Optional<BoundPort> free(int port) {
    try {
      return Optional.of(BoundPort.at(port));
    } catch (IOException e) {
      LOG.info("port {} of the last start is taken", port);
      return Optional.empty();
    }
  }

  /** The port that this purpose had at the last start. */
  synchronized Optional<Integer> port(String purpose) {
    return Optional.ofNullable(content.ports.get(purpose));
  }

  /** Keeps a port that a server in another process has bound. */
  synchronized void keepPort(String purpose, int port) {
    content.ports.put(purpose, port);
    save();
  }

  synchronized void record(String urn, Resource resource) {
    if (!resource.equals(content.resources.put(urn, resource))) {
      save();
    }
  }

  /**
   * Keeps what is recorded under a resource's former URN for the URN that it has now; does nothing
   * when that is known already.
   *
   * @param formerUrns the first that is known counts
   */
  synchronized void adopt(String urn, List<String> formerUrns) {
    if (isKnown(urn)) {
      return;
    }
    formerUrns.stream().filter(this::isKnown).findFirst().ifPresent(former -> rename(former, urn));
  }

  private boolean isKnown(String urn) {
    return content.resources.containsKey(urn)
        || content.generated.keySet().stream().anyMatch(key -> belongsTo(key, urn));
  }

  private void rename(String former, String urn) {
    Optional.ofNullable(content.resources.remove(former))
        .ifPresent(resource -> content.resources.put(urn, resource));
    for (String key : List.copyOf(content.generated.keySet())) {
      if (belongsTo(key, former)) {
        String purpose = key.substring(0, key.length() - former.length());
        content.generated.put(purpose + urn, content.generated.remove(key));
      }
    }
    save();
  }

  private static boolean belongsTo(String key, String urn) {
    return key.endsWith(" " + urn);
  }

  /** The resources with other URNs than these, the latest first. */
  synchronized List<Map.Entry<String, Resource>> resourcesOtherThan(Set<String> urns) {
    List<Map.Entry<String, Resource>> others = new ArrayList<>();
    content.resources.forEach(
        (urn, resource) -> {
          if (!urns.contains(urn)) {
            others.add(0, Map.entry(urn, resource));
          }
        });
    return others;
  }

  synchronized void forget(String urn) {
    content.resources.remove(urn);
    content.generated.keySet().removeIf(key -> belongsTo(key, urn));
    save();
  }

  private String generate(String key, Supplier<String> generator) {
    String value = content.generated.get(key);
    if (value == null) {
      value = generator.get();
      content.generated.put(key, value);
      save();
    }
    return value;
  }

  private static String randomHex(int digits) {
    byte[] bytes = new byte[(digits + 1) / 2];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes).substring(0, digits);
  }

  private void save() {
    try {
      AtomicFiles.write(file, JSON.writeValueAsBytes(content));
    } catch (IOException e) {
      throw new DeploymentFailure("cannot write %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
