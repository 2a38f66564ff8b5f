package dev.twinlens.local.lambda;

import dev.twinlens.local.lambda.InvocationRejectedException.Reason;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Starts the process of an execution environment as Lambda does: in the folder of the unpacked
 * package, from which the runtime interface client's class loader reads, with no variable of this
 * process but the search path.
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

  /**
   * Starts an environment, in the name of the function's role.
   *
   * @param token the environment's name
   * @param runtimeApi the address that its process calls
   * @throws InvocationRejectedException when the role does not allow it, or no process can be
   *     started
   */
  ExecutionEnvironment launch(DeployedFunction function, String token, String runtimeApi) {
    requireRights(function.rights());
    FunctionConfiguration configuration = function.configuration();
    LogStream log = LogStream.open(function.log(), function.rights(), "[$LATEST]" + token);
    log.line("INIT_START Runtime Version: java:" + Runtime.version());
    try {
      Path scratch = Files.createDirectories(scratchDirectory.resolve(token)).toAbsolutePath();
      ProcessBuilder builder = new ProcessBuilder(command(configuration, scratch));
      builder.directory(function.taskRoot().toFile());
      builder.environment().clear();
      builder
          .environment()
          .putAll(environment(configuration, function.taskRoot(), log.name(), runtimeApi));
      builder.redirectErrorStream(true).redirectOutput(log.redirect());
      return new ExecutionEnvironment(configuration, log, builder.start(), scratch);
    } catch (IOException e) {
      throw new InvocationRejectedException(
          Reason.SERVICE_UNAVAILABLE,
          "Cannot start a process for the function %s: %s"
              .formatted(configuration.name(), e.getMessage()),
          e);
    }
  }

  private static void requireRights(ExecutionRights rights) {
    Optional<String> role = rights.assumeRole();
    if (role.isPresent()) {
      throw new InvocationRejectedException(
          Reason.ACCESS_DENIED,
          "The role defined for the function cannot be assumed by Lambda: " + role.get());
    }
    Optional<String> key = rights.decryptEnvironment();
    if (key.isPresent()) {
      throw new InvocationRejectedException(
          Reason.KMS_ACCESS_DENIED,
          "Lambda was unable to decrypt the environment variables because KMS access was denied: "
              + key.get());
    }
  }

  private List<String> command(FunctionConfiguration function, Path scratch) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Lambda's own choice for Java 17 and later: short lives, one core.
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Xmx" + (int) (function.limits().memoryMiB() * HEAP_SHARE_OF_MEMORY) + "m");
    command.add("-Dfile.encoding=UTF-8");
    command.add("-Djava.net.preferIPv4Stack=true");
    command.add("-Djava.io.tmpdir=" + scratch);
    command.add("-XX:ErrorFile=" + scratch.resolve("hs_err.log"));
    // The runtime interface client loads a library, of which newer JDKs warn.
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(runtime.jvmOptions());
    command.add("-cp");
    command.add(runtime.classPath());
    command.add(runtime.mainClass());
    command.add(function.code().handler());
    return command;
  }

  private static Map<String, String> environment(
      FunctionConfiguration function, Path taskRoot, String logStream, String runtimeApi) {
    FunctionConfiguration.AwsAccess aws = function.aws();
    Map<String, String> environment = new TreeMap<>();
    environment.put(
        "PATH", System.getenv().getOrDefault("PATH", "/usr/bin" + File.pathSeparator + "/bin"));
    environment.put("LANG", "C.UTF-8");
    environment.put("TZ", "UTC");
    environment.put("AWS_ENDPOINT_URL", aws.endpoint().toString());
    environment.putAll(function.environment());
    environment.put("_HANDLER", function.code().handler());
    environment.put("AWS_REGION", aws.region());
    environment.put("AWS_DEFAULT_REGION", aws.region());
    environment.put("AWS_ACCESS_KEY_ID", aws.accessKeyId());
    environment.put("AWS_SECRET_ACCESS_KEY", aws.secretAccessKey());
    environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_java" + Runtime.version().feature());
    environment.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
    environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    environment.put(
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.limits().memoryMiB()));
    environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    environment.put("AWS_LAMBDA_LOG_GROUP_NAME", function.role().logGroup());
    environment.put("AWS_LAMBDA_LOG_STREAM_NAME", logStream);
    environment.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
    environment.put("LAMBDA_TASK_ROOT", taskRoot.toString());
    environment.put("LAMBDA_RUNTIME_DIR", taskRoot.toString());
    return environment;
  }
}
