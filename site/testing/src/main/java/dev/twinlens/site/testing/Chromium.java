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
 * Headless Chromium with its driver.
 *
 * <p>The programs are {@code /usr/bin/chromium} and {@code /usr/bin/chromedriver}, or those of the
 * system properties {@code twinlens.chromium} and {@code twinlens.chromedriver}. Selenium does not
 * search or download any.
 */
public final class Chromium implements AutoCloseable {
  /** A phone's window in CSS pixels. */
  public static final int PHONE_WIDTH = 390;

  private static final int PHONE_HEIGHT = 844;

  /** Percent. Text stays sharp at about 40 KB per picture. */
  private static final int PICTURE_QUALITY = 85;

  /** The console keeps them when the page is left. */
  private static final String LOG_VIOLATIONS =
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
        "--no-sandbox", // it does not run as root in a container
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
        "Page.addScriptToEvaluateOnNewDocument", Map.of("source", LOG_VIOLATIONS));
    // Only the focused window has the clipboard, and another browser can have the focus.
    started.executeCdpCommand("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
    return new Chromium(profile, started);
  }

  /** The driver, for everything else. */
  public ChromeDriver driver() {
    return driver;
  }

  /** Emulates the system setting {@code light} or {@code dark}. */
  public Chromium colourScheme(String scheme) {
    emulateMedia("prefers-color-scheme", scheme);
    return this;
  }

  /** Emulates the system setting {@code reduce} or {@code no-preference}. */
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

  /** The desktop window. */
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

  /** Errors on the console since the last call: CSP violations, failed requests, exceptions. */
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
          "%s does not exist. Install the Debian package %s, or set -D%s=… to the program"
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
