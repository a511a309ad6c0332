package io.paastreams.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.paastreams.event.Alert;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.EventSamples;
import io.paastreams.event.Frame;
import io.paastreams.event.FramePayload;
import io.paastreams.event.ObjectEvent;
import io.paastreams.event.SourceOffset;
import io.paastreams.event.TopicKind;
import io.paastreams.geometry.Box;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page in a real browser, over a real broker. */
class LivePageIT {

  private static final String EVIL = "<img src=x onerror=window.hacked=1>";
  private static final String GONE =
      "/api/frames/%d/%d - "
          .formatted(
              EventSamples.bestFrame().source().partition(),
              EventSamples.bestFrame().source().offset());
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Map<String, String> LETTERS = new HashMap<>();

  private static Browser browser;
  private static LiveStage stage;
  private static LiveServer server;

  @BeforeAll
  static void start() {
    browser = Browser.open();
    stage = new LiveStage();
    server = stage.serve(LiveConfig.onLoopback(0));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    if (stage != null) {
      stage.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  /** Holds for every test, whatever it checks. */
  @AfterEach
  void nothingIsAskedOfAnotherHost_andNothingFails() {
    assertThat(browser.requests())
        .allMatch(
            address ->
                address.startsWith(server.address())
                    || address.startsWith(server.address().replace("http", "ws"))
                    || address.matches("(about|data|blob|chrome|chrome-extension):.*"));
    // The frame of the samples' events: retention has deleted it, and the page says so.
    assertThat(browser.console()).filteredOn(line -> !line.contains(GONE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "360, 740, 3, light",
    "1280, 800, 1, dark",
    "1281, 803, 1.25, light",
    "2560, 1300, 2, dark"
  })
  void boxesLieOnTheirObjects_atAnySizeAndRatio(
      int width, int height, double ratio, String scheme) {
    browser.resize(width, height, ratio, scheme);
    browser.open(server.address() + "#/camera/sizes");
    Box box = new Box(90, 70, 170, 130);

    playUntil("sizes", n -> stage.play("sizes", n, box, "person"), LivePageIT::isDrawn);

    assertThat(offset()).as("%s", browser.run("return window.measured")).isLessThan(1.5);
  }

  @Test
  void frameAndBoxesNeverDriftApart_evenWhenFramesAreSkipped() throws InterruptedException {
    browser.resize(1000, 800, 1, "light");
    browser.open(server.address() + "#/camera/moving");
    AtomicBoolean done = new AtomicBoolean();
    Thread camera =
        new Thread(
            () -> {
              for (int n = 0; !done.get(); n++) {
                float x = 20 + 37 * n % 200;
                float y = 30 + 23 * n % 130;
                Box box = new Box(x, y, x + 60, y + 50);
                if (n % 3 == 0) {
                  Frame skipped =
                      stage.frame("moving", n, FramePayload.Encoding.JPEG, LiveStage.jpeg(box));
                  stage.skip(skipped, stage.send(TopicKind.FRAMES, "moving", skipped));
                } else {
                  stage.play("moving", n, box, "person");
                }
              }
            });
    camera.start();
    try {
      await().atMost(PATIENCE).until(LivePageIT::isDrawn);
      for (int sample = 0; sample < 25; sample++) {
        assertThat(offset()).isLessThan(2);
        Thread.sleep(40);
      }
    } finally {
      done.set(true);
      camera.join();
    }
  }

  @Test
  void names_areNeverReadAsHtml() {
    browser.resize(1200, 900, 1, "light");
    Frame frame =
        stage.frame(EVIL, 1, FramePayload.Encoding.JPEG, LiveStage.jpeg(new Box(9, 9, 90, 90)));
    stage.letter(frame, EVIL, "broken by " + EVIL);
    browser.open(server.address());

    playUntil(
        EVIL, n -> stage.play(EVIL, n, new Box(90, 70, 170, 130), EVIL), () -> contains(EVIL));
    browser.open(server.address() + "#/camera/" + encoded(EVIL));
    playUntil(
        EVIL, n -> stage.play(EVIL, n, new Box(90, 70, 170, 130), EVIL), () -> contains("0.87"));
    browser.open(server.address() + "#/letters");
    await().atMost(PATIENCE).until(() -> contains("broken by " + EVIL));

    assertThat(browser.run("return window.hacked")).isNull();
    assertThat(browser.run("return document.querySelectorAll('img[src=x]').length")).isEqualTo(0L);
  }

  @Test
  void aCameraThatFellSilent_isShownAsOld() {
    browser.resize(1200, 900, 1, "light");
    browser.open(server.address() + "#/camera/silent");
    playUntil(
        "silent",
        n -> stage.play("silent", n, new Box(90, 70, 170, 130), "car"),
        LivePageIT::isDrawn);

    await().atMost(PATIENCE).until(() -> contains("ago"));

    assertThat(isStale()).isTrue();

    playUntil(
        "silent",
        n -> stage.play("silent", n, new Box(90, 70, 170, 130), "bus"),
        () -> !isStale() && contains("bus"));
  }

  private static boolean isStale() {
    return Boolean.TRUE.equals(
        browser.run("return document.querySelector('.stage').classList.contains('stale')"));
  }

  @Test
  void aDeadLetter_isShownWithItsImage_andReplayed() {
    browser.resize(1200, 900, 1, "light");
    Frame frame =
        stage.frame(
            "letters", 1, FramePayload.Encoding.JPEG, LiveStage.jpeg(new Box(9, 9, 90, 90)));
    long offset = stage.letter(frame, "model-failed", "the detector failed").offset();
    browser.open(server.address() + "#/letters");
    await().atMost(PATIENCE).until(() -> contains("the detector failed"));

    browser.run(
        "[...document.querySelectorAll('tbody tr')].find(row => row.textContent.includes('the"
            + " detector failed')).querySelector('a').click()");
    await()
        .atMost(PATIENCE)
        .until(
            () -> number("document.querySelector('.letterimage img')?.naturalWidth ?? 0") == 320);
    browser.run("document.querySelector('button.primary').click()");

    await().atMost(PATIENCE).until(() -> contains("Put back as frames.v1-"));
    assertThat(offset).isNotNegative();
  }

  @Test
  void aZone_isDrawnByKeyboard_tried_applied_andRestored() {
    browser.resize(1300, 1000, 1, "light");
    browser.open(server.address() + "#/zones/drawn");
    playUntil(
        "drawn",
        n -> stage.play("drawn", n, new Box(90, 70, 170, 130), "car"),
        LivePageIT::isDrawn);

    browser.driver.findElement(By.id("placename")).sendKeys("bay");
    browser.driver.findElement(By.xpath("//button[.='Draw a zone']")).sendKeys(Keys.ENTER);
    WebElement corner = browser.driver.findElement(By.cssSelector(".handle"));
    corner.sendKeys(Keys.ARROW_LEFT);
    browser.driver.findElement(By.xpath("//button[.='Finish']")).sendKeys(Keys.ENTER);
    await().atMost(PATIENCE).until(() -> contains("Tracks come from analytics"));
    assertThat(text("ruletext")).contains("bay").contains("0.29");
    browser
        .driver
        .findElement(By.xpath("//button[.='Apply to all instances']"))
        .sendKeys(Keys.ENTER);
    await().atMost(PATIENCE).until(() -> contains("is in force on all instances"));
    String first = text("ruletext");

    browser.driver.findElement(By.xpath("//button[.='Remove']")).sendKeys(Keys.ENTER);
    await().atMost(PATIENCE).until(() -> !text("ruletext").contains("bay"));
    browser
        .driver
        .findElement(By.xpath("//button[.='Apply to all instances']"))
        .sendKeys(Keys.ENTER);
    await()
        .atMost(PATIENCE)
        .until(() -> number("document.querySelectorAll('table tbody tr').length") == 2);
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              browser.driver.findElement(By.xpath("//button[.='Load']")).sendKeys(Keys.ENTER);
              return text("ruletext").equals(first);
            });

    browser.open(server.address() + "#/zones/drawn");
    await().atMost(PATIENCE).until(() -> contains("in force") && text("ruletext").length() > 1);
  }

  @Test
  void anAlert_isAcknowledgedByKeyboard_andStaysSoForTheNextServer() {
    browser.resize(1300, 900, 1, "light");
    Alert alert = EventSamples.alert();
    stage.send(TopicKind.ALERTS, alert.alertId().toString(), alert);
    browser.open(server.address() + "#/alerts");
    await().atMost(PATIENCE).until(() -> contains("Alerts (1)"));

    browser.driver.findElement(By.cssSelector("td button.small")).sendKeys(Keys.ENTER);

    await().atMost(PATIENCE).until(() -> contains("Acknowledged: " + alert.text()));
    await().atMost(PATIENCE).until(() -> !contains("Alerts (1)"));
    try (LiveServer next = stage.serve(LiveConfig.onLoopback(0))) {
      browser.driver.get(next.address() + "#/alerts/" + alert.alertId());
      await().atMost(PATIENCE).until(() -> contains("by live page, from 127.0.0.1"));
      browser.open("about:blank");
      browser.requests();
      browser.console();
    }
  }

  @Test
  void onlyPartitionsOfWatchedCameras_areRead() {
    Map<Integer, String> cameras = new HashMap<>();
    for (int n = 0; cameras.size() < 2; n++) {
      String camera = "reads-" + n;
      cameras.putIfAbsent(
          stage.play(camera, n, new Box(90, 70, 170, 130), "car").source().partition(), camera);
    }
    browser.open("about:blank");
    await().atMost(PATIENCE).until(() -> server.partitionsRead().isEmpty());
    cameras.forEach(
        (partition, camera) -> {
          browser.open(server.address() + "#/camera/" + camera);
          await().atMost(PATIENCE).until(() -> server.partitionsRead().equals(Set.of(partition)));
        });
    browser.open("about:blank");
    await().atMost(PATIENCE).until(() -> server.partitionsRead().isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "#/events, Loading the events",
    "#/events/1, Loading the event",
    "#/alerts, Loading the alerts",
    "#/alerts/1, Loading the alert",
    "#/letters, Loading the dead letters",
    "#/letters/0-0, Loading the dead letter",
    "#/machine, Loading the last ten minutes",
  })
  void aViewThatWaitsForTheServer_saysSo(String view, String said) {
    browser.resize(1200, 900, 1, "light");
    String silence = browser.before("window.fetch = () => new Promise(() => {});");
    try {
      browser.open(server.address() + view);
      await().atMost(PATIENCE).until(() -> contains(said));
    } finally {
      browser.forget(silence);
    }
  }

  /** Not below the list, which may be as long as two hundred rows. */
  @Test
  void onAPhone_whatIsOpen_comesAlone_withAWayBackToTheFilteredList() {
    browser.resize(390, 844, 2, "light");
    ObjectEvent cause = EventSamples.objectEvent();
    stage.send(TopicKind.EVENTS, cause.cameraId(), cause);
    Alert alert = EventSamples.alert();
    stage.send(TopicKind.ALERTS, alert.alertId().toString(), alert);
    browser.open(
        server.address() + "#/alerts/" + alert.alertId() + "?camera=" + encoded(alert.cameraId()));
    await().atMost(PATIENCE).until(() -> contains("Held since"));

    assertThat(number("document.querySelector('.split > div').offsetHeight")).isZero();
    assertThat(number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
    browser.driver.findElement(By.linkText("All alerts")).sendKeys(Keys.ENTER);
    await()
        .atMost(PATIENCE)
        .until(() -> number("document.querySelectorAll('tbody tr').length") > 0);
    assertThat(browser.run("return document.querySelector('select[name=camera]').value"))
        .isEqualTo(alert.cameraId());
  }

  @Test
  void aListThatGrows_keepsTheFocus_andStandsStillWhilePaused() {
    browser.resize(1200, 900, 1, "light");
    ObjectEvent event = EventSamples.objectEvent();
    stage.send(TopicKind.EVENTS, event.cameraId(), event);
    browser.open(server.address() + "#/events");
    String link = "a[href='#/events/" + event.eventId() + "']";
    await()
        .atMost(PATIENCE)
        .until(() -> !browser.driver.findElements(By.cssSelector(link)).isEmpty());
    browser.run(
        "document.querySelector(arguments[0]).focus(); window.first = document.activeElement",
        link);

    stage.send(TopicKind.EVENTS, event.cameraId(), event);
    await()
        .atMost(PATIENCE)
        .until(() -> Boolean.FALSE.equals(browser.run("return window.first.isConnected")));
    assertThat(browser.run("return document.activeElement.getAttribute('href')"))
        .isEqualTo("#/events/" + event.eventId());

    browser.driver.findElement(By.id("pause")).sendKeys(Keys.ENTER);
    browser.run("window.second = document.querySelector(arguments[0])", link);
    stage.send(TopicKind.EVENTS, event.cameraId(), event);
    await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
    assertThat(browser.run("return window.second.isConnected")).isEqualTo(true);
  }

  @Test
  void whoWantsLessMotion_seesOneFrameInTwoSeconds() throws InterruptedException {
    browser.resize(1000, 800, 1, "light", "reduce");
    String counter =
        browser.before(
            "window.painted = 0; const draw = CanvasRenderingContext2D.prototype.drawImage;"
                + " CanvasRenderingContext2D.prototype.drawImage = function (...all) {"
                + " window.painted++; return draw.apply(this, all); };");
    try {
      browser.open(server.address() + "#/camera/calm");
      Box box = new Box(90, 70, 170, 130);
      playUntil("calm", n -> stage.play("calm", n, box, "person"), () -> contains("0.87"));
      long before = number("window.painted");
      long begin = System.nanoTime();
      for (int n = 0; n < 30; n++) {
        stage.play("calm", 100 + n, box, "person");
        Thread.sleep(100);
      }

      long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
      assertThat(number("window.painted") - before).isLessThanOrEqualTo(1 + seconds / 2);
    } finally {
      browser.forget(counter);
    }
  }

  @ParameterizedTest
  @CsvSource({"light, 1280", "dark, 390"})
  void axeFindsNoViolationOfWcag_onTheLogin(String scheme, int width) throws IOException {
    browser.resize(width, 844, 1, scheme);
    LiveConfig guarded =
        new LiveConfig(
            "127.0.0.1",
            0,
            "viewer-token-0123456789",
            null,
            null,
            null,
            false,
            true,
            null,
            List.of());
    try (LiveServer other = stage.serve(guarded)) {
      browser.driver.get(other.address() + "?wrong");
      await().atMost(PATIENCE).until(() -> contains("That is not a token of this page"));
      assertThat(violations()).isEmpty();

      browser.driver.findElement(By.id("token")).sendKeys("viewer-token-0123456789", Keys.ENTER);
      await().atMost(PATIENCE).until(() -> contains("Machine room"));
      await().atMost(PATIENCE).until(() -> contains("Log out"));
      browser.driver.findElement(By.id("logout")).sendKeys(Keys.ENTER);
      await().atMost(PATIENCE).until(() -> contains("The token is the value of"));
    } finally {
      browser.open("about:blank");
      browser.requests();
      browser.console(); // the answers 401, which are the login's
    }
  }

  @ParameterizedTest
  @CsvSource({
    "#/, light", "#/, dark",
    "#/zones/axe, light", "#/zones/axe, dark",
    "#/camera/axe, light", "#/camera/axe, dark",
    "#/events, light", "#/events, dark",
    "#/alerts, light", "#/alerts, dark",
    "#/alerts/ALERT, light", "#/alerts/ALERT, dark",
    "#/events/EVENT, light", "#/events/EVENT, dark",
    "#/letters, light", "#/letters, dark",
    "#/letters/LETTER, light", "#/letters/LETTER, dark",
    "#/machine, light", "#/machine, dark",
  })
  void axeFindsNoViolationOfWcag(String view, String scheme) throws IOException {
    // Of the two layouts each is looked at by day or by night.
    browser.resize(scheme.equals("light") ? 390 : 1280, 900, 1, scheme);
    Frame frame =
        stage.frame("axe", 1, FramePayload.Encoding.JPEG, LiveStage.jpeg(new Box(9, 9, 90, 90)));
    String letter = LETTERS.computeIfAbsent("axe", camera -> letter(frame));
    DetectedFrame unused = stage.play("axe", 1, new Box(90, 70, 170, 130), "person");
    Alert alert = EventSamples.alert();
    ObjectEvent event = EventSamples.objectEvent();
    stage.send(TopicKind.ALERTS, alert.alertId().toString(), alert);
    stage.send(TopicKind.EVENTS, event.cameraId(), event);
    browser.open(
        server.address()
            + view.replace("ALERT", "" + alert.alertId())
                .replace("EVENT", "" + event.eventId())
                .replace("LETTER", letter));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                (!view.contains("/EVENT") || contains("story"))
                    && (!view.contains("/LETTER") || contains("Replayed before"))
                    && (!view.contains("/ALERT") || contains("Held since"))
                    && number("document.querySelectorAll('main *').length") > 5
                    && !contains("Connecting"));

    assertThat(violations()).isEmpty();
  }

  private static String letter(Frame frame) {
    SourceOffset place = stage.letter(frame, "model-failed", "the detector failed on axe");
    return place.partition() + "-" + place.offset();
  }

  private static List<String> violations() throws IOException {
    try (InputStream axe =
        Objects.requireNonNull(
            com.deque.html.axecore.selenium.AxeBuilder.class.getResourceAsStream("/axe.min.js"))) {
      browser.run(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
    }
    String found =
        (String)
            browser.driver.executeAsyncScript(
                "const done = arguments[arguments.length - 1];"
                    + "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa',"
                    + " 'wcag22aa']}).then(result => done(JSON.stringify(result.violations)))");
    JsonNode violations = Json.parse(Objects.requireNonNull(found));
    return violations.findValues("nodes").stream()
        .flatMap(nodes -> nodes.findValuesAsText("failureSummary").stream())
        .toList();
  }

  /** Plays frames until the page shows what is expected. */
  private static void playUntil(
      String camera, LongConsumer play, java.util.concurrent.Callable<Boolean> shown) {
    long[] number = {0};
    await("frames of " + camera)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(150))
        .until(
            () -> {
              play.accept(number[0]++);
              return shown.call();
            });
  }

  private static boolean contains(String text) {
    return Boolean.TRUE.equals(
        browser.run("return document.body.innerText.includes(arguments[0])", text));
  }

  private static Object result(String script, Object... arguments) {
    return Objects.requireNonNull(browser.run(script, arguments));
  }

  private static String text(String id) {
    return (String) result("return document.getElementById(arguments[0]).value", id);
  }

  private static long number(String expression) {
    return ((Number) result("return " + expression)).longValue();
  }

  private static boolean isDrawn() {
    return offset() < 1_000;
  }

  /**
   * The largest distance of the box's outline from the bright object, in pixels of the frame; a
   * large number if either is missing.
   */
  private static double offset() {
    return ((Number)
            result(
                """
                const shown = document.querySelector('.stage canvas');
                if (!shown || shown.width === 0) return 10000;
                const { width, height } = shown;
                const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
                copy.drawImage(shown, 0, 0);
                const { data } = copy.getImageData(0, 0, width, height);
                const bright = [1e9, 1e9, -1, -1], line = [1e9, 1e9, -1, -1];
                const grow = (box, x, y) => {
                  box[0] = Math.min(box[0], x); box[1] = Math.min(box[1], y);
                  box[2] = Math.max(box[2], x); box[3] = Math.max(box[3], y);
                };
                // Of the object: grey and bright. Of the outline: coloured, and so tall that it is
                // no text.
                const columns = new Map();
                for (let y = 0; y < height; y++) {
                  for (let x = 0; x < width; x++) {
                    const i = 4 * (y * width + x);
                    const low = Math.min(data[i], data[i + 1], data[i + 2]), high = Math.max(data[i], data[i + 1], data[i + 2]);
                    if (low > 215 && high - low < 12) grow(bright, x, y);
                    if (high - low > 55 && high > 150) {
                      if (!columns.has(x)) columns.set(x, []);
                      columns.get(x).push(y);
                    }
                  }
                }
                for (const [x, ys] of columns) {
                  // The longest run without a gap is the outline's side, or its top and bottom.
                  let start = ys[0];
                  for (let k = 1; k <= ys.length; k++) {
                    if (k === ys.length || ys[k] !== ys[k - 1] + 1) {
                      if (ys[k - 1] - start > 0.08 * height) { grow(line, x, start); grow(line, x, ys[k - 1]); }
                      start = ys[k];
                    }
                  }
                }
                if (bright[2] < 0 || line[2] < 0) return 10000;
                // Outside in: the coloured line lies on the box's edge, two CSS pixels wide, its
                // rim four.
                const rim = 3 * devicePixelRatio;
                const scale = Math.min(width / 320, height / 240);
                window.measured = JSON.stringify({ bright, line, width, height, rim, scale });
                return Math.max(
                  Math.abs(bright[0] - line[0] - rim), Math.abs(bright[1] - line[1] - rim),
                  Math.abs(line[2] - bright[2] - rim), Math.abs(line[3] - bright[3] - rim)) / scale;
                """))
        .doubleValue();
  }

  private static String encoded(String id) {
    return java.net.URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
