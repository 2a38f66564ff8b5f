package dev.twinlens.infra;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import dev.twinlens.infra.build.BuildOutput;
import dev.twinlens.infra.run.SdkLogger;
import dev.twinlens.infra.run.ShortLivedVm;
import dev.twinlens.infra.settings.EncryptedSettings;
import dev.twinlens.infra.settings.KnownSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** The entry point that the Pulumi CLI starts: {@code java -jar infra/target/infra.jar}. */
public final class Main {
  private Main() {}

  /** Runs the program against the engine that the environment names and ends the process. */
  public static void main(String[] arguments) {
    ShortLivedVm.run().ifPresent(System::exit);
    // pulumi-java 1.36.1 hangs on JDK 25 where the common pool has a single worker (pulumi-java
    // #2270), which is the case on two processors. It must be set before the pool's first use.
    System.setProperty("java.util.concurrent.ForkJoinPool.common.parallelism", "4");
    SdkLogger.install();
    Pulumi.run(context -> deploy(context, new BuildOutput(Path.of("")), System.getenv()));
  }

  /** Registers the stack, unless its settings or what the build made cannot be deployed. */
  static void deploy(Context context, BuildOutput output, Map<String, String> environment) {
    KnownSettings.require(context.projectName(), environment);
    EncryptedSettings.require(context.projectName(), environment);
    output.requireCurrent();
    stack(context);
  }

  /** Registers the stack that the engine names. */
  public static void stack(Context context) {
    TwinlensStack.register(context, Clock.systemUTC());
  }
}
