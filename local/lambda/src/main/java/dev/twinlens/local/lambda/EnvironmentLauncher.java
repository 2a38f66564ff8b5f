package dev.twinlens.local.lambda;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Starts the process of an execution environment as Lambda does: in the folder of the unpacked
 * package, which the runtime interface client's class loader reads, with nothing of this process's
 * environment but the search path.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">Defined
 *     runtime environment variables</a>
 */
final class EnvironmentLauncher {
  private static final double HEAP_SHARE_OF_MEMORY = 0.85;

  private final RuntimeFiles runtime;
  private final Path scratchDirectory;

  EnvironmentLauncher(RuntimeFiles runtime, Path scratchDirectory) {
    this.runtime = runtime;
    this.scratchDirectory = scratchDirectory;
  }

  /** A process and the folder that is its {@code /tmp}. */
  record Launched(Process process, Path scratch) {}

  Launched launch(
      FunctionConfiguration spec, Path taskRoot, String token, String runtimeApi, LogStream log)
      throws IOException {
    Path scratch = Files.createDirectories(scratchDirectory.resolve(token)).toAbsolutePath();
    ProcessBuilder builder = new ProcessBuilder(command(spec, scratch));
    builder.directory(taskRoot.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment(spec, taskRoot, log.name(), runtimeApi));
    builder.redirectErrorStream(true).redirectOutput(log.redirect());
    return new Launched(builder.start(), scratch);
  }

  private List<String> command(FunctionConfiguration spec, Path scratch) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Lambda's own choice for Java 17 and later: short lives, one core.
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Xmx" + (int) (spec.memoryMiB() * HEAP_SHARE_OF_MEMORY) + "m");
    command.add("-Dfile.encoding=UTF-8");
    command.add("-Djava.net.preferIPv4Stack=true");
    command.add("-Djava.io.tmpdir=" + scratch);
    command.add("-XX:ErrorFile=" + scratch.resolve("hs_err.log"));
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(runtime.jvmOptions());
    command.add("-cp");
    command.add(runtime.classPath());
    command.add(runtime.mainClass());
    command.add(spec.handler());
    return command;
  }

  private static Map<String, String> environment(
      FunctionConfiguration spec, Path taskRoot, String logStream, String runtimeApi) {
    Map<String, String> environment = new TreeMap<>();
    environment.put(
        "PATH", System.getenv().getOrDefault("PATH", "/usr/bin" + File.pathSeparator + "/bin"));
    environment.put("LANG", "C.UTF-8");
    environment.put("TZ", "UTC");
    environment.put("AWS_ENDPOINT_URL", spec.awsEndpoint().toString());
    environment.putAll(spec.environment());
    environment.put("_HANDLER", spec.handler());
    environment.put("AWS_REGION", spec.region());
    environment.put("AWS_DEFAULT_REGION", spec.region());
    environment.put("AWS_ACCESS_KEY_ID", spec.accessKeyId());
    environment.put("AWS_SECRET_ACCESS_KEY", spec.secretAccessKey());
    environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_java" + Runtime.version().feature());
    environment.put("AWS_LAMBDA_FUNCTION_NAME", spec.name());
    environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(spec.memoryMiB()));
    environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    environment.put("AWS_LAMBDA_LOG_GROUP_NAME", spec.role().logGroup());
    environment.put("AWS_LAMBDA_LOG_STREAM_NAME", logStream);
    environment.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
    environment.put("LAMBDA_TASK_ROOT", taskRoot.toString());
    environment.put("LAMBDA_RUNTIME_DIR", taskRoot.toString());
    return environment;
  }
}
