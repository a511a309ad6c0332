package io.paastreams.live;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Makes images of a page that runs: those of the documentation, and of every view at four sizes,
 * light and dark, to be looked at after a change:
 *
 * <pre>
 *   java -jar target/paa-streams.jar demo --duration 10m &amp;
 *   mvn test -Dtest=LiveScreenshotTest -Dpaa.screenshot=http://localhost:8088/
 *   mvn test -Dtest=LiveScreenshotTest#everyView \
 *       -Dpaa.screenshot=http://localhost:8088/ -Dpaa.screenshots=target/screenshots
 * </pre>
 *
 * <p>The view of the login needs a second page, one with tokens: {@code
 * -Dpaa.screenshot.login=ADDRESS}.
 */
@EnabledIfSystemProperty(named = "paa.screenshot", matches = "https?://.*")
class LiveScreenshotTest {

  private static final Path IMAGES = Path.of("src/site/resources/images");
  private static final Duration PLAYING = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration SETTLING = Duration.ofMillis(2_500);
  private static final String ADDRESS = System.getProperty("paa.screenshot");
  private static final @Nullable String LOGIN = System.getProperty("paa.screenshot.login");

  private record Window(String name, int width, int height, double ratio) {}

  private static final List<Window> WINDOWS =
      List.of(
          new Window("phone", 390, 844, 2),
          new Window("laptop", 1440, 900, 1),
          new Window("wall", 2560, 1440, 1),
          new Window("wall-4k", 3840, 2160, 1));

  @Test
  void ofTheDocumentation() throws IOException, InterruptedException {
    Map<String, String> views = views();
    try (Browser browser = Browser.open()) {
      browser.resize(1100, 880, 1, "light");
      browser.open(ADDRESS);
      Thread.sleep(PLAYING.toMillis());
      shoot(browser, IMAGES.resolve("live.jpg"), "jpeg");
      browser.resize(1440, 900, 1, "light");
      for (String view : List.of("camera", "alert", "zones")) {
        if (views.containsKey(view)) {
          browser.open(ADDRESS + views.get(view));
          settle(browser);
          shoot(browser, IMAGES.resolve("live-" + view + ".jpg"), "jpeg");
        }
      }
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "paa.screenshots", matches = ".+")
  void everyView() throws Exception {
    Path folder = Path.of(System.getProperty("paa.screenshots"));
    Map<String, String> views = views();
    if (LOGIN != null) {
      views.put("login", LOGIN);
    }
    try (Browser browser = Browser.open()) {
      for (Window window : WINDOWS) {
        for (String scheme : List.of("light", "dark")) {
          browser.resize(window.width(), window.height(), window.ratio(), scheme);
          for (Map.Entry<String, String> view : views.entrySet()) {
            browser.open(
                view.getKey().equals("login") ? view.getValue() : ADDRESS + view.getValue());
            settle(browser);
            String name = "%s-%s-%s.png".formatted(view.getKey(), window.name(), scheme);
            shoot(browser, folder.resolve(name), "png");
          }
        }
      }
    }
  }

  /** Addresses by name, each of a view that has something to show. */
  private static Map<String, String> views() throws IOException, InterruptedException {
    Map<String, String> views = new LinkedHashMap<>();
    views.put("wall", "");
    String camera = first("cameras", "id");
    if (!camera.isEmpty()) {
      views.put("camera", "#/camera/" + camera);
      views.put("zones", "#/zones/" + camera);
    }
    views.put("events", "#/events");
    putDetail(views, "event", "events");
    views.put("alerts", "#/alerts");
    putDetail(views, "alert", "alerts");
    views.put("letters", "#/letters");
    putDetail(views, "letter", "letters");
    views.put("machine", "#/machine");
    return views;
  }

  private static void putDetail(Map<String, String> views, String name, String list)
      throws IOException, InterruptedException {
    String id = first(list, "id");
    if (!id.isEmpty()) {
      views.put(name, "#/%s/%s".formatted(list, id));
    }
  }

  private static String first(String list, String field) throws IOException, InterruptedException {
    JsonNode found =
        Json.parse(
            HttpClient.newHttpClient()
                .send(
                    HttpRequest.newBuilder(URI.create(ADDRESS + "api/" + list)).build(),
                    HttpResponse.BodyHandlers.ofString())
                .body());
    return found.path(0).path(field).asText("");
  }

  /** Waits until nothing is being loaded any more, and thumbnails are there. */
  private static void settle(Browser browser) throws InterruptedException {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                Boolean.TRUE.equals(
                    browser.run(
                        "return document.querySelector('main *') !== null"
                            + " && document.querySelector('.loading, .stage.waiting') === null")));
    Thread.sleep(SETTLING.toMillis());
  }

  private static void shoot(Browser browser, Path file, String format) throws IOException {
    Map<String, Object> how =
        format.equals("jpeg") ? Map.of("format", format, "quality", 82) : Map.of("format", format);
    Object image = browser.driver.executeCdpCommand("Page.captureScreenshot", how).get("data");
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, Base64.getDecoder().decode(String.valueOf(image)));
  }
}
