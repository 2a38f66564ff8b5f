package dev.twinlens.local.deployment.cli;

import dev.twinlens.local.deployment.DeploymentListener;
import dev.twinlens.local.pulumi.ResourceRequest;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Shows a deployment's progress the way {@code pulumi up} does. */
final class Console implements DeploymentListener {
  private final PrintStream out;
  private final long start = System.nanoTime();
  private int resources;

  Console(PrintStream out) {
    this.out = out;
  }

  @Override
  public synchronized void phase(String name) {
    out.println(name + " …");
  }

  @Override
  public synchronized void provisioned(ResourceRequest request) {
    resources++;
    out.printf(" +  %-58s %s%n", request.type(), request.name());
  }

  @Override
  public synchronized void message(Severity severity, String text) {
    switch (severity) {
      case DEBUG -> {}
      case INFO -> out.println(" i  " + text.strip());
      case WARNING -> out.println(" !  " + text.strip());
      case ERROR -> out.println(" x  " + text.strip());
    }
  }

  synchronized void ready(Map<String, Object> outputs, Path dataDirectory) {
    if (outputs.isEmpty()) {
      out.println();
      out.println(
          "Ready for the Pulumi CLI: eval \"$(./twinlens env --data " + dataDirectory + ")\"");
      out.println("Data is in " + dataDirectory + ". Press Ctrl-C to stop.");
      return;
    }
    int width = outputs.keySet().stream().mapToInt(String::length).max().orElse(0);
    out.println();
    out.println("Outputs:");
    outputs.forEach((name, value) -> out.printf("    %-" + width + "s : \"%s\"%n", name, value));
    out.println();
    if (resources > 0) {
      out.printf("Resources: %d%n", resources);
    }
    out.printf("Duration:  %d s%n", Duration.ofNanos(System.nanoTime() - start).toSeconds());
    out.println();
    out.println("Ready. Open " + outputs.get("siteUrl"));
    out.println("Data is in " + dataDirectory + ". Press Ctrl-C to stop.");
  }
}
