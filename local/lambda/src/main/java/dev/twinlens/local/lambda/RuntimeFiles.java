package dev.twinlens.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import dev.twinlens.local.lambda.child.Bootstrap;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/**
 * What Lambda's managed runtime adds to a function's JVM: AWS's runtime interface client, from the
 * jars of this program's class path, and its native library, unpacked once. (By default every JVM
 * unpacks the library to the same file, and JVMs that start together overwrite it for each other.)
 */
final class RuntimeFiles {
  private static final String NATIVE_LIBRARY_PROPERTY =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";
  private static final String PORTABLE_CLIENT =
      "com/amazonaws/services/lambda/runtime/api/client/runtimeapi/NativeClient.class";

  private final String classPath;
  private final List<String> jvmOptions;

  private RuntimeFiles(String classPath, List<String> jvmOptions) {
    this.classPath = classPath;
    this.jvmOptions = jvmOptions;
  }

  /**
   * @param directory gets the files that are not in jars
   * @param portable use the client without a native library
   */
  static RuntimeFiles prepare(Path directory, boolean portable) throws IOException {
    Path classes = directory.resolve("classes").toAbsolutePath();
    CodeArchive.delete(classes);
    copyOwnClass(Bootstrap.class.getName().replace('.', '/') + ".class", classes);
    List<String> options = new ArrayList<>();
    if (portable) {
      copyOwnClass(PORTABLE_CLIENT, classes);
    } else {
      options.add("-D" + NATIVE_LIBRARY_PROPERTY + "=" + nativeLibrary(directory.toAbsolutePath()));
    }
    String jars =
        Stream.of(
                AWSLambda.class, Context.class, PojoSerializer.class, SdkInternalThreadLocal.class)
            .map(RuntimeFiles::locationOf)
            .distinct()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    return new RuntimeFiles(classes + File.pathSeparator + jars, List.copyOf(options));
  }

  /** Whether AWS's native library runs here; it is built for Linux on x86-64 and ARM. */
  static boolean nativeLibraryAvailable() {
    return libraryName().isPresent();
  }

  String classPath() {
    return classPath;
  }

  List<String> jvmOptions() {
    return jvmOptions;
  }

  String mainClass() {
    return Bootstrap.class.getName();
  }

  private static Path locationOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Cannot find the location of " + type, e);
    }
  }

  /** Copies from this module only, since AWS's jar has a class of the same name. */
  private static void copyOwnClass(String name, Path classes) throws IOException {
    Path own = locationOf(RuntimeFiles.class);
    URL source =
        Files.isDirectory(own)
            ? own.resolve(name).toUri().toURL()
            : URI.create("jar:" + own.toUri() + "!/" + name).toURL();
    Path target = classes.resolve(name);
    Files.createDirectories(target.getParent());
    try (InputStream content = source.openStream()) {
      Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static Path nativeLibrary(Path directory) throws IOException {
    String name =
        libraryName()
            .orElseThrow(
                () ->
                    new IOException(
                        "AWS's runtime interface client has no library for "
                            + System.getProperty("os.name")
                            + " on "
                            + System.getProperty("os.arch")));
    Path unpacked = Files.createTempFile(directory, "unpacking-", ".so");
    try (InputStream content = AWSLambda.class.getResourceAsStream("/jni/" + name)) {
      if (content == null) {
        throw new IOException(
            locationOf(AWSLambda.class) + " has no library " + name + ": the jar is incomplete");
      }
      Files.copy(content, unpacked, StandardCopyOption.REPLACE_EXISTING);
    }
    return Files.move(unpacked, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static Optional<String> libraryName() {
    if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux")) {
      return Optional.empty();
    }
    String arch =
        switch (System.getProperty("os.arch")) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64" -> "aarch_64";
          default -> "";
        };
    if (arch.isEmpty()) {
      return Optional.empty();
    }
    String libc = usesMusl() ? "linux_musl" : "linux";
    return Optional.of("libaws-lambda-jni." + libc + "-" + arch + ".so");
  }

  private static boolean usesMusl() {
    String[] loaders = new File("/lib").list((directory, name) -> name.startsWith("ld-musl-"));
    return loaders != null && loaders.length > 0;
  }
}
