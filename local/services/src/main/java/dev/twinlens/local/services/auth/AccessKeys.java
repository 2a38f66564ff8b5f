package dev.twinlens.local.services.auth;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twinlens.local.support.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The access keys of one data directory, in a file that only its owner may read. A principal keeps
 * its key across restarts, so that the URLs it has presigned stay valid.
 */
public final class AccessKeys {
  private static final String ID_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String SECRET_CHARACTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final String administratorArn;
  private final Map<String, AccessKey> keysByPrincipal;

  private AccessKeys(Path file, String administratorArn, Map<String, AccessKey> keys) {
    this.file = file;
    this.administratorArn = administratorArn;
    this.keysByPrincipal = keys;
  }

  /** The file's content. */
  record Stored(Map<String, AccessKey> keys) {}

  /** A key and its principal. */
  record OwnedKey(Caller owner, AccessKey key) {}

  /** Reads the file, or creates it with a key for the administrator. */
  public static AccessKeys open(Path file, String administratorArn) {
    try {
      Map<String, AccessKey> keys =
          Files.exists(file)
              ? new LinkedHashMap<>(JSON.readValue(file.toFile(), Stored.class).keys())
              : new LinkedHashMap<>();
      AccessKeys accessKeys = new AccessKeys(file, administratorArn, keys);
      accessKeys.of(administratorArn);
      return accessKeys;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the access keys in " + file, e);
    }
  }

  public AccessKey administrator() {
    return of(administratorArn);
  }

  public String administratorArn() {
    return administratorArn;
  }

  /** The principal's key. Creates it if the principal has none. */
  public synchronized AccessKey of(String principalArn) {
    AccessKey existing = keysByPrincipal.get(principalArn);
    if (existing != null) {
      return existing;
    }
    AccessKey created =
        new AccessKey("AKIA" + random(ID_CHARACTERS, 16), random(SECRET_CHARACTERS, 40));
    keysByPrincipal.put(principalArn, created);
    try {
      AtomicFiles.write(
          file,
          JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(new Stored(keysByPrincipal)));
    } catch (IOException e) {
      keysByPrincipal.remove(principalArn);
      throw new UncheckedIOException("cannot write the access keys to " + file, e);
    }
    return created;
  }

  synchronized Optional<OwnedKey> find(String accessKeyId) {
    return keysByPrincipal.entrySet().stream()
        .filter(entry -> entry.getValue().accessKeyId().equals(accessKeyId))
        .findFirst()
        .map(entry -> new OwnedKey(new Caller(accessKeyId, entry.getKey()), entry.getValue()));
  }

  public Optional<Caller> caller(String accessKeyId) {
    return find(accessKeyId).map(OwnedKey::owner);
  }

  public Optional<String> secret(String accessKeyId) {
    return find(accessKeyId).map(owned -> owned.key().secretAccessKey());
  }

  private static String random(String characters, int length) {
    return RANDOM
        .ints(length, 0, characters.length())
        .mapToObj(index -> characters.substring(index, index + 1))
        .collect(Collectors.joining());
  }
}
