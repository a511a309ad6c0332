package io.paastreams.live;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * This machine's headless Chromium. Nothing is downloaded: without one, tests are skipped and say
 * how to get it; with {@code BROWSER_TESTS=required} in the environment they fail.
 */
final class Browser implements AutoCloseable {

  private static final String REMEDY =
      "the live page is tested in Chromium: apt-get install chromium chromium-driver, or put"
          + " chromium and a chromedriver of the same version on the PATH";

  final ChromeDriver driver;
  private final Path profile;

  private Browser(ChromeDriver driver, Path profile) {
    this.driver = driver;
    this.profile = profile;
  }

  static Browser open() {
    Optional<Path> chromium = onPath("chromium", "chromium-browser", "google-chrome");
    Optional<Path> chromedriver = onPath("chromedriver");
    if (chromium.isEmpty() || chromedriver.isEmpty()) {
      if ("required".equals(System.getenv("BROWSER_TESTS"))) {
        throw new AssertionError(REMEDY);
      }
      return abort(REMEDY);
    }
    try {
      Path profile = Files.createTempDirectory("paa-browser");
      ChromeOptions options = new ChromeOptions();
      options.setBinary(chromium.get().toFile());
      options.addArguments(
          "--headless=new",
          "--no-sandbox",
          "--disable-gpu",
          "--hide-scrollbars",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-dev-shm-usage",
          "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
          "--user-data-dir=" + profile);
      LoggingPreferences logs = new LoggingPreferences();
      logs.enable(LogType.BROWSER, Level.ALL);
      logs.enable(LogType.PERFORMANCE, Level.ALL);
      options.setCapability("goog:loggingPrefs", logs);
      ChromeDriverService service =
          new ChromeDriverService.Builder()
              .usingDriverExecutable(chromedriver.get().toFile())
              .usingAnyFreePort()
              .build();
      return new Browser(new ChromeDriver(service, options), profile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Path> onPath(String... names) {
    List<Path> folders =
        Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator)).map(Path::of).toList();
    return Stream.of(names)
        .flatMap(name -> folders.stream().map(folder -> folder.resolve(name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * A window of this size in CSS pixels.
   *
   * @param ratio device pixels of one CSS pixel
   * @param scheme {@code light} or {@code dark}
   */
  void resize(int width, int height, double ratio, String scheme) {
    resize(width, height, ratio, scheme, "no-preference");
  }

  /**
   * The same for somebody who wants less motion, or has not said so.
   *
   * @param motion {@code reduce} or {@code no-preference}
   */
  void resize(int width, int height, double ratio, String scheme, String motion) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", ratio, "mobile", false));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", scheme),
                Map.of("name", "prefers-reduced-motion", "value", motion))));
  }

  /** Opens a view as a new page would. */
  void open(String address) {
    driver.get("about:blank");
    driver.get(address);
  }

  /** Runs a script in every page before its own scripts, until it is forgotten. */
  String before(String script) {
    return String.valueOf(
        driver
            .executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script))
            .get("identifier"));
  }

  void forget(String identifier) {
    driver.executeCdpCommand(
        "Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", identifier));
  }

  @Nullable Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** What the console printed since the last call. */
  List<String> console() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage)
        .toList();
  }

  /** Addresses that were requested since the last call. */
  List<String> requests() {
    return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
        .map(LogEntry::getMessage)
        .map(Json::parse)
        .map(entry -> entry.path("message"))
        .filter(
            entry ->
                entry
                    .path("method")
                    .asText()
                    .matches("Network\\.(requestWillBeSent|webSocketCreated)"))
        .map(
            entry ->
                entry.path("params").has("url")
                    ? entry.path("params").path("url").asText()
                    : entry.path("params").path("request").path("url").asText())
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      return; // Chromium may still remove its own
    }
  }
}
