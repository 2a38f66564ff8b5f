package dev.twinlens.site.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.io.FileHandler;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * Debian's headless Chromium under its own driver, for tests of the page.
 *
 * <p>Both programs are named, so that Selenium looks for none and fetches none: {@code
 * /usr/bin/chromium} and {@code /usr/bin/chromedriver}, or what the system properties {@code
 * twinlens.chromium} and {@code twinlens.chromedriver} say.
 */
public final class Chromium implements AutoCloseable {
  /** A phone's window in CSS pixels. */
  public static final int PHONE_WIDTH = 390;

  private static final int PHONE_HEIGHT = 844;

  /** Percent: text stays sharp, and a picture has some 40 KB. */
  private static final int PICTURE_QUALITY = 85;

  /** To the console, which outlives the page. */
  private static final String TELL_VIOLATIONS =
      """
      addEventListener('securitypolicyviolation', ({violatedDirective, blockedURI}) =>
          console.error(`Violates the content security policy: ${violatedDirective} ${blockedURI}`));
      """;

  private final Path profile;
  private final ChromeDriver driver;
  private final Map<String, String> media = new TreeMap<>();

  private Chromium(Path profile, ChromeDriver driver) {
    this.profile = profile;
    this.driver = driver;
  }

  /** Starts a browser with an empty profile, a window of 1,280 × 900, and these switches. */
  public static Chromium start(String... switches) {
    Path binary = program("twinlens.chromium", "/usr/bin/chromium", "chromium");
    Path driver = program("twinlens.chromedriver", "/usr/bin/chromedriver", "chromium-driver");
    Path profile = temporaryDirectory();
    ChromeOptions options = new ChromeOptions();
    options.setBinary(binary.toString());
    options.addArguments(
        "--headless=new",
        "--no-sandbox", // tests run as root in containers, where the sandbox cannot
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-search-engine-choice-screen",
        "--window-size=1280,900",
        "--user-data-dir=" + profile);
    options.addArguments(switches);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(driver.toFile())
            .usingAnyFreePort()
            .build();
    ChromeDriver started = new ChromeDriver(service, options);
    started.executeCdpCommand(
        "Page.addScriptToEvaluateOnNewDocument", Map.of("source", TELL_VIOLATIONS));
    // The clipboard is only for the window that has the focus, and another browser may have it.
    started.executeCdpCommand("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
    return new Chromium(profile, started);
  }

  /** The driver, for everything that this class has no name for. */
  public ChromeDriver driver() {
    return driver;
  }

  /** As if the person had chosen {@code light} or {@code dark} for the whole system. */
  public Chromium colourScheme(String scheme) {
    emulateMedia("prefers-color-scheme", scheme);
    return this;
  }

  /** As if the person had chosen {@code reduce} or {@code no-preference}. */
  public Chromium motion(String preference) {
    emulateMedia("prefers-reduced-motion", preference);
    return this;
  }

  private void emulateMedia(String feature, String value) {
    media.put(feature, value);
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            media.entrySet().stream()
                .map(each -> Map.of("name", each.getKey(), "value", each.getValue()))
                .toList()));
  }

  /** A phone's window, touch screen and pixels. */
  public Chromium phone() {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width", PHONE_WIDTH, "height", PHONE_HEIGHT, "deviceScaleFactor", 2, "mobile", true));
    driver.executeCdpCommand("Emulation.setTouchEmulationEnabled", Map.of("enabled", true));
    return this;
  }

  /** A window of this size in CSS pixels. */
  public Chromium window(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    return this;
  }

  /** Back to the desktop's window. */
  public Chromium desktop() {
    driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    driver.executeCdpCommand("Emulation.setTouchEmulationEnabled", Map.of("enabled", false));
    return this;
  }

  /** Writes a WebP of what is in the window. */
  public void screenshot(Path file) {
    Object data =
        driver
            .executeCdpCommand(
                "Page.captureScreenshot", Map.of("format", "webp", "quality", PICTURE_QUALITY))
            .get("data");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, Base64.getDecoder().decode((String) data));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Errors on the console since the last call: refused by the CSP, failed requests, exceptions. */
  public List<String> consoleErrors() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
    FileHandler.delete(profile.toFile());
  }

  private static Path program(String property, String usual, String debianPackage) {
    Path path = Path.of(System.getProperty(property, usual));
    if (!Files.isExecutable(path)) {
      throw new IllegalStateException(
          "%s is not there: install Debian's package %s, or name the program with -D%s=…"
              .formatted(path, debianPackage, property));
    }
    return path;
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("chromium-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
