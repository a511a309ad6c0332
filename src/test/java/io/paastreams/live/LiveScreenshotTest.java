package io.paastreams.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Makes the documentation's image of a page that runs:
 *
 * <pre>
 *   java -jar target/paa-streams.jar demo --duration 2m &amp;
 *   mvn test -Dtest=LiveScreenshotTest -DargLine=-Dpaa.screenshot=http://localhost:8088/
 * </pre>
 */
@EnabledIfSystemProperty(named = "paa.screenshot", matches = "https?://.*")
class LiveScreenshotTest {

  private static final Path FILE = Path.of("src/site/resources/images/live.jpg");
  private static final long PLAYING_MILLIS = 15_000;

  @Test
  void theWall() throws IOException, InterruptedException {
    try (Browser browser = Browser.open()) {
      browser.resize(1100, 880, 1, "light");
      browser.open(System.getProperty("paa.screenshot"));
      Thread.sleep(PLAYING_MILLIS);
      Object image =
          browser
              .driver
              .executeCdpCommand("Page.captureScreenshot", Map.of("format", "jpeg", "quality", 82))
              .get("data");
      Files.createDirectories(FILE.getParent());
      Files.write(FILE, Base64.getDecoder().decode(String.valueOf(image)));
    }
  }
}
