package dev.twinlens.local.pulumi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs a program of Pulumi's Java SDK as its own process, as a deployment does. */
class AliasedProgramTest {
  @TempDir private Path folder;

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void sendsAliasesThatTheEngineResolves() throws Exception {
    Map<String, List<String>> aliases = new ConcurrentHashMap<>();
    PulumiProgram program =
        new PulumiProgram(programJar(), folder, folder.resolve("logs/program.log"));
    try (PulumiEngine engine =
        PulumiEngine.start("demo", "dev", new Recorder(aliases), new Silent())) {
      int exitCode =
          program.run(engine.address(), new PulumiProgram.Configuration("demo", "dev", "{}", "[]"));

      assertThat(exitCode).as(Files.readString(program.log())).isZero();
      assertThat(program.log()).content().as("warnings of the JDK").doesNotContain("WARNING:");
      assertThat(engine.failure()).isEmpty();
      assertThat(engine.stackOutputs()).contains(Map.of("done", "yes"));
    }
    assertThat(aliases)
        .isEqualTo(
            Map.of(
                "urn:pulumi:dev::demo::demo:Store$s:Bucket::store-images",
                List.of("urn:pulumi:dev::demo::demo:Store$s:Bucket::shop-images"),
                "urn:pulumi:dev::demo::demo:Store$s:Bucket::site",
                List.of("urn:pulumi:dev::demo::s:Bucket::site"),
                "urn:pulumi:dev::demo::s:Bucket::results",
                List.of(
                    "urn:pulumi:dev::demo::demo:Store$s:Bucket::answers",
                    "urn:pulumi:dev::demo::s:Bucket::older")));
  }

  /** A jar with nothing but a manifest that names this test's class path. */
  private Path programJar() throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, AliasedProgram.class.getName());
    attributes.put(
        Attributes.Name.CLASS_PATH,
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(entry -> Path.of(entry).toUri().toString())
            .collect(Collectors.joining(" ")));
    Path jar = folder.resolve("program.jar");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar;
  }

  private record Recorder(Map<String, List<String>> aliases) implements Provider {
    @Override
    public Provisioned provision(ResourceRequest request) {
      aliases.put(request.urn(), request.aliases());
      return new Provisioned("id-of-" + request.name(), Map.of());
    }

    @Override
    public void delete(String urn, String type, String id) {
      throw new AssertionError("an engine deletes nothing while the program runs");
    }

    @Override
    public Map<String, Object> invoke(String token, Inputs arguments) {
      throw new AssertionError("the program invokes nothing");
    }
  }

  private static final class Silent implements EngineListener {
    @Override
    public void provisioned(ResourceRequest request) {}

    @Override
    public void message(Severity severity, String text) {}
  }
}
