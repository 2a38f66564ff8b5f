package dev.twinlens.local.deployment.resources;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.pulumi.ResourceRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What a deployment remembers from one start to the next, in {@code state.json}: the resources it
 * made with their physical names, its ports and its generated secrets. The file is readable by its
 * owner alone.
 */
public final class DeploymentState {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final SecureRandom RANDOM = new SecureRandom();

  /** One resource that stands: its type token and the provider's id. */
  record Resource(String type, String id) {}

  @JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
  private static final class Content {
    private String stack = "";
    // In the order of their making, so that dependents can be removed first.
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
   * Reads the state in this folder, or begins a new one.
   *
   * @throws DeploymentFailure when it cannot be read, or is another stack's
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
          "%s holds the stack '%s': choose another --data folder for the stack '%s'"
              .formatted(dataDirectory, content.stack, stack));
    }
    return new DeploymentState(file, content);
  }

  private static Content read(Path file) {
    try {
      return JSON.readValue(file.toFile(), Content.class);
    } catch (IOException e) {
      throw new DeploymentFailure(
          "the state in %s cannot be read (%s): restore the file, or start with another --data folder"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /**
   * The physical name of an AWS resource: what the program says, or else Pulumi's way, the logical
   * name and seven random digits that stay the same as long as the resource does.
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
    return prefix + generate("name " + urn, () -> randomHex(suffixDigits));
  }

  /** A random identifier of this many hexadecimal digits that stays with the resource. */
  synchronized String identifier(String urn, String purpose, int digits) {
    return generate(purpose + " " + urn, () -> randomHex(digits));
  }

  /** A random secret of this many bytes, base64, that stays with the deployment. */
  public synchronized String secret(String purpose, int bytes) {
    return generate(
        "secret " + purpose,
        () -> {
          byte[] secret = new byte[bytes];
          RANDOM.nextBytes(secret);
          return Base64.getEncoder().encodeToString(secret);
        });
  }

  /**
   * A free port for this purpose: the one of the last start when it is still free, so that
   * addresses stay the same, else any.
   */
  public synchronized int port(String purpose) {
    int port = freePort(content.ports.getOrDefault(purpose, 0));
    content.ports.put(purpose, port);
    save();
    return port;
  }

  synchronized void record(String urn, Resource resource) {
    if (!resource.equals(content.resources.put(urn, resource))) {
      save();
    }
  }

  /** The resources with other URNs than these, the youngest first. */
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
    content.generated.keySet().removeIf(key -> key.endsWith(" " + urn));
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

  private static int freePort(int preferred) {
    try (ServerSocket socket = new ServerSocket(preferred, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      if (preferred != 0) {
        return freePort(0);
      }
      throw new DeploymentFailure("no free port on 127.0.0.1: " + e.getMessage(), e);
    }
  }

  /** Replaces the file as a whole, so that an interrupted write loses nothing. */
  private void save() {
    try {
      Path newFile = file.resolveSibling("state.json.new");
      OwnerOnly.write(newFile, JSON.writeValueAsBytes(content));
      Files.move(
          newFile, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new DeploymentFailure("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
