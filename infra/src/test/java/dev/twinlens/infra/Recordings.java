package dev.twinlens.infra;

import com.pulumi.Context;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import dev.twinlens.infra.graph.FakeClouds;
import dev.twinlens.infra.graph.PulumiProject;
import dev.twinlens.infra.graph.RecordedStack;
import dev.twinlens.infra.graph.StackForm;
import dev.twinlens.infra.settings.Settings;
import dev.twinlens.infra.settings.SettingsException;
import dev.twinlens.infra.support.StackContext;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Recordings of this program: of its stacks, and of single components. */
public final class Recordings {
  public static final PulumiProject PROJECT = PulumiProject.in(Path.of(""));

  private static final Map<String, List<RecordedStack>> FORMS = new ConcurrentHashMap<>();

  private static final String GITHUB_TOKEN = "twinlens:githubToken";

  private Recordings() {}

  /** The whole stack with the page on Amplify, and other settings. */
  public static RecordedStack withAmplify(Map<String, String> settings) {
    return with(
        Map.of(
            "twinlens:siteHosting",
            "amplify",
            "twinlens:siteRepository",
            "https://github.com/example/twinlens",
            GITHUB_TOKEN,
            PulumiProject.SAMPLE_SECRET),
        settings);
  }

  /** The whole stack with the page behind CloudFront, and other settings. */
  public static RecordedStack withCloudFront(Map<String, String> settings) {
    return with(Map.of("twinlens:siteHosting", "s3"), settings);
  }

  private static RecordedStack with(Map<String, String> hosting, Map<String, String> settings) {
    var all = new HashMap<>(hosting);
    all.putAll(settings);
    return RecordedStack.of(form(all), Main::stack);
  }

  /** A stack as its file has it, and in all the forms that a few other settings give it. */
  public static List<RecordedStack> everyFormOf(String stack) {
    return FORMS.computeIfAbsent(
        stack,
        name ->
            PROJECT.forms(name).stream().map(form -> RecordedStack.of(form, Main::stack)).toList());
  }

  /** The whole stack, which may refuse its settings. */
  public static RecordedStack attempt(Map<String, String> settings) {
    return RecordedStack.attempt(form(settings), Main::stack);
  }

  /**
   * The settings that the program reads of these.
   *
   * @throws SettingsException if they are invalid
   */
  public static Settings settings(Map<String, String> settings) {
    var read = new AtomicReference<Settings>();
    var refused = new AtomicReference<SettingsException>();
    RecordedStack.of(
        form(settings),
        context -> {
          try {
            read.set(Settings.from(context.config()));
          } catch (SettingsException invalid) {
            refused.set(invalid);
          }
        });
    if (refused.get() != null) {
      throw refused.get();
    }
    return read.get();
  }

  /** A component alone. */
  public static RecordedStack ofComponent(Consumer<ComponentResourceOptions> component) {
    Consumer<Context> program = context -> component.accept(ComponentResourceOptions.Empty);
    return RecordedStack.of(form(Map.of()), program);
  }

  private static StackForm form(Map<String, String> settings) {
    return new StackForm("twinlens", "test", settings, Set.of(GITHUB_TOKEN));
  }

  /** The stack that a component alone belongs to. */
  public static StackContext stack() {
    return new StackContext(
        "twinlens-test",
        Map.of("Stack", "test"),
        Output.of(FakeClouds.ACCOUNT),
        Output.of(FakeClouds.REGION),
        14,
        false,
        Optional.empty());
  }
}
