package dev.twinlens.local.services.auth;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The access keys of one data directory, in a file that only its owner may read. A principal keeps
 * its key across restarts, so that the URLs that it has presigned go on working.
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

  /** The file's form. */
  record Stored(Map<String, AccessKey> keys) {}

  /** Reads the file, or makes it with a key for the administrator. */
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

  /** The principal's key, made when it has none yet. */
  public synchronized AccessKey of(String principalArn) {
    AccessKey known = keysByPrincipal.get(principalArn);
    if (known != null) {
      return known;
    }
    AccessKey made =
        new AccessKey("AKIA" + random(ID_CHARACTERS, 16), random(SECRET_CHARACTERS, 40));
    keysByPrincipal.put(principalArn, made);
    try {
      save();
    } catch (IOException e) {
      keysByPrincipal.remove(principalArn);
      throw new UncheckedIOException("cannot write the access keys to " + file, e);
    }
    return made;
  }

  synchronized Optional<Map.Entry<Caller, AccessKey>> find(String accessKeyId) {
    return keysByPrincipal.entrySet().stream()
        .filter(entry -> entry.getValue().accessKeyId().equals(accessKeyId))
        .findFirst()
        .map(entry -> Map.entry(new Caller(accessKeyId, entry.getKey()), entry.getValue()));
  }

  public Optional<Caller> caller(String accessKeyId) {
    return find(accessKeyId).map(Map.Entry::getKey);
  }

  public Optional<String> secret(String accessKeyId) {
    return find(accessKeyId).map(found -> found.getValue().secretAccessKey());
  }

  private void save() throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Files.createDirectories(directory);
    Path written = Files.createTempFile(directory, "access-keys", ".tmp", ownerOnly());
    try {
      JSON.writerWithDefaultPrettyPrinter()
          .writeValue(written.toFile(), new Stored(keysByPrincipal));
      Files.move(
          written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    // Elsewhere a file made by createTempFile is private to its user by the directory it lies in.
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static String random(String characters, int length) {
    return RANDOM
        .ints(length, 0, characters.length())
        .mapToObj(index -> characters.substring(index, index + 1))
        .collect(java.util.stream.Collectors.joining());
  }
}
