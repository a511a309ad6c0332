package io.paastreams.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.OperatingSystemMXBean;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import io.paastreams.image.ImageEncoder;
import io.paastreams.image.RgbImage;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What viewers cost, and that they do not disturb each other. Prints the rows of the tables of the
 * page's documentation:
 *
 * <pre>
 *   mvn verify -Plong -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=LiveLoadLongIT
 * </pre>
 *
 * <p>The CPU time is that of the page's own threads: broker, cameras and viewers also run in this
 * process, but on other threads.
 */
class LiveLoadLongIT {

  private static final int RATE = 10;
  private static final Size SIZE = new Size(640, 480);
  private static final Box BOX = new Box(90, 70, 170, 130);
  private static final Duration SPAN =
      Duration.ofSeconds(Integer.getInteger("paa.load.seconds", 15));
  private static final String COUNT_DRAWN =
      """
      window.drawn = 0;
      const send = WebSocket.prototype.send;
      WebSocket.prototype.send = function (text) {
        if (String(text).includes('"drawn"')) window.drawn++;
        return send.call(this, text);
      };
      """;

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private static byte[] image;
  private static LiveStage stage;
  private static LiveServer server;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @BeforeAll
  static void start() {
    image = photograph();
    stage = new LiveStage();
    server = stage.serve(LiveConfig.onLoopback(0));
  }

  @AfterAll
  static void stop() {
    server.close();
    stage.close();
  }

  @Test
  void aBrowser_keepsUpWithSixteenCameras() throws InterruptedException {
    List<String> cameras = IntStream.range(0, 16).mapToObj("wall-%02d"::formatted).toList();
    try (Browser browser = Browser.open();
        Feed feed = new Feed(cameras)) {
      browser.driver.executeCdpCommand(
          "Page.addScriptToEvaluateOnNewDocument", Map.of("source", COUNT_DRAWN));
      browser.resize(1920, 1600, 1, "dark");
      browser.open(server.address());
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> count(browser, "document.querySelectorAll('.tile').length") == 16);
      Thread.sleep(3_000);

      long played = feed.played.get();
      long drawn = count(browser, "window.drawn");
      Processor processor = new Processor();
      List<Double> ages = new ArrayList<>();
      for (long end = System.nanoTime() + SPAN.toNanos(); System.nanoTime() - end < 0; ) {
        Thread.sleep(250);
        ages.addAll(ages(browser));
      }
      ages.sort(null);
      double playedRate = (feed.played.get() - played) / processor.seconds();
      double drawnRate = (count(browser, "window.drawn") - drawn) / processor.seconds();
      System.out.printf(
          Locale.ROOT,
          "| 16 cameras in one browser, 1920x1600 | %.0f frames/s of %s played | %.0f drawn |"
              + " age shown p50 %.1f s, p99 %.1f s | server %.0f ms of CPU time per second |%n",
          playedRate,
          kilobytes(image.length),
          drawnRate,
          ages.get(ages.size() / 2),
          ages.get(ages.size() * 99 / 100),
          processor.millisPerSecond());
      // On two idle cores a browser without a GPU draws nearly all; beside other work it skips
      // frames.
      assertThat(drawnRate).isGreaterThan(0.85 * playedRate);
      assertThat(ages.get(ages.size() * 99 / 100)).isLessThan(3);
    }
  }

  @Test
  void aHundredViewersOfOneCamera_costBytesAndLittleElse() throws InterruptedException {
    try (Feed feed = new Feed(List.of("one"))) {
      List<LoadViewer> viewers = new ArrayList<>();
      double alone = 0;
      for (int number : new int[] {0, 1, 16, 100}) {
        while (viewers.size() < number) {
          viewers.add(new LoadViewer(CLIENT, server.address(), List.of("one")));
        }
        Thread.sleep(2_000);
        viewers.forEach(LoadViewer::reset);
        long played = feed.played.get();
        Processor processor = new Processor();
        Thread.sleep(SPAN.toMillis());
        played = feed.played.get() - played;
        double seconds = processor.seconds();
        double millis = processor.millisPerSecond();
        alone = number == 0 ? millis : alone;
        double frames = viewers.stream().mapToLong(each -> each.frames.get()).sum() / seconds;
        double bytes = viewers.stream().mapToLong(each -> each.bytes.get()).sum() / seconds;
        int divisor = Math.max(1, number);
        System.out.printf(
            Locale.ROOT,
            "| %d viewers | %.1f frames/s each | %s/s each | %.0f ms of CPU time per second |"
                + " %.2f ms per viewer | oldest %d ms |%n",
            number,
            frames / divisor,
            kilobytes((long) (bytes / divisor)),
            millis,
            (millis - alone) / divisor,
            viewers.stream().mapToLong(each -> each.oldest.get()).max().orElse(0));
        if (number > 0) {
          assertThat(frames / number).isGreaterThan(0.8 * played / seconds);
        }
      }
      viewers.forEach(LoadViewer::leave);
    }
    await().atMost(Duration.ofSeconds(20)).until(() -> server.viewers() == 0);
  }

  @Test
  void stalledHiddenAndPassingViewers_areNotNoticedByOthers() throws InterruptedException {
    try (Feed feed = new Feed(List.of("storm"))) {
      LoadViewer witness = new LoadViewer(CLIENT, server.address(), List.of("storm"));
      LoadViewer hidden = new LoadViewer(CLIENT, server.address(), List.of("storm"));
      connectAndLeave(50);
      hidden.tell("{\"type\":\"visible\",\"value\":false}");
      Thread.sleep(2_000);
      long heap = usedHeap();
      hidden.reset();
      witness.reset();
      long played = feed.played.get();
      long begin = System.nanoTime();
      WebSocket stalled = StalledViewer.open(CLIENT, server.address(), List.of("storm"));
      connectAndLeave(1_000);
      double seconds = (System.nanoTime() - begin) / 1e9;
      double rate = witness.frames.get() / seconds;
      double playedRate = (feed.played.get() - played) / seconds;
      long oldest = witness.oldest.get();
      long hiddenBytes = hidden.bytes.get();
      hidden.firstAge.set(-1);
      hidden.tell("{\"type\":\"visible\",\"value\":true}");
      await().atMost(Duration.ofSeconds(5)).until(() -> hidden.firstAge.get() >= 0);
      await().atMost(Duration.ofSeconds(20)).until(() -> server.viewers() == 3);
      long grown = usedHeap() - heap;
      System.out.printf(
          Locale.ROOT,
          "| 1,000 connects and disconnects in %.0f s, one viewer that reads nothing | another viewer"
              + " gets %.1f frames/s, the oldest %d ms old | heap grown by %s | hidden tab: %d bytes,"
              + " then first a frame of %d ms |%n",
          seconds,
          rate,
          oldest,
          kilobytes(grown),
          hiddenBytes,
          hidden.firstAge.get());
      assertThat(rate).isGreaterThan(0.8 * playedRate);
      assertThat(grown).isLessThan(20_000_000);
      assertThat(hiddenBytes).isZero();
      assertThat(hidden.firstAge.get()).isLessThan(1_000);
      stalled.abort();
      witness.leave();
      hidden.leave();
    }
  }

  /**
   * The demo's throughput without and with sixteen viewers of its four cameras, in turn, in one
   * process with one thread for the model: what a second processor does beside it is spent on
   * viewers, or idle. Every pair of turns gives a ratio; printed are their mean and its standard
   * error. On an idle machine, about six minutes:
   *
   * <pre>
   *   mvn verify -Plong -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
   *       -Dit.test=LiveLoadLongIT#aPipeline_doesNotNoticeSixteenViewers \
   *       -Dpaa.load.demo=target/paa-streams.jar
   * </pre>
   *
   * <p>{@code -Dpaa.load.seconds} is the length of a turn, and {@code -Dpaa.load.pairs} how many
   * pairs there are.
   */
  @Test
  @EnabledIfSystemProperty(named = "paa.load.demo", matches = ".+")
  void aPipeline_doesNotNoticeSixteenViewers(@TempDir Path folder) throws Exception {
    int pairs = Integer.getInteger("paa.load.pairs", 10);
    List<Double> ratios = new ArrayList<>();
    try (DemoProcess demo = DemoProcess.start(folder)) {
      Thread.sleep(SPAN.toMillis()); // the JVM's compilers are busy at first
      for (int pair = 0; pair < pairs; pair++) {
        // The order changes, so that whatever drifts does not add up.
        double first = turn(demo, pair % 2 == 0 ? 0 : 16);
        double second = turn(demo, pair % 2 == 0 ? 16 : 0);
        ratios.add(pair % 2 == 0 ? second / first : first / second);
      }
    }
    double mean = ratios.stream().mapToDouble(each -> each).average().orElseThrow();
    double variance =
        ratios.stream().mapToDouble(each -> (each - mean) * (each - mean)).sum() / (pairs - 1);
    double error = Math.sqrt(variance / pairs);
    System.out.printf(
        Locale.ROOT,
        "| throughput with 16 viewers, relative to none, %d pairs of turns of %d s | %.3f ± %.3f |"
            + " of the pairs %.2f to %.2f |%n",
        pairs,
        SPAN.toSeconds(),
        mean,
        error,
        ratios.stream().mapToDouble(each -> each).min().orElseThrow(),
        ratios.stream().mapToDouble(each -> each).max().orElseThrow());
    assertThat(mean + 2 * error).isGreaterThan(0.95);
  }

  /** The detected frames per second of a turn. */
  private static double turn(DemoProcess demo, int number) throws Exception {
    List<LoadViewer> viewers = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      viewers.add(new LoadViewer(CLIENT, demo.page(), DemoProcess.CAMERAS));
    }
    Thread.sleep(1_000);
    long begin = System.currentTimeMillis() + 1_000; // the second that has begun belongs to before
    long viewersCpu = PROCESS.getProcessCpuTime();
    Thread.sleep(SPAN.toMillis() + 1_000);
    viewersCpu = PROCESS.getProcessCpuTime() - viewersCpu;
    double rate =
        demo.detectedSince(begin).stream().mapToDouble(each -> each).average().orElseThrow();
    assertThat(rate).as("a machine with other work measures nothing").isPositive();
    long frames = viewers.stream().mapToLong(each -> each.frames.get()).sum();
    viewers.forEach(LoadViewer::leave);
    System.out.printf(
        Locale.ROOT,
        "| demo, %d viewers of its four cameras | %.1f frames/s detected | %d frames sent |"
            + " the viewers themselves: %.0f ms of CPU time per second |%n",
        number,
        rate,
        frames,
        viewersCpu / 1e6 / (SPAN.toSeconds() + 1));
    return rate;
  }

  private static void connectAndLeave(int times) {
    for (int i = 0; i < times; i++) {
      new LoadViewer(CLIENT, server.address(), List.of("storm")).leave();
    }
  }

  /**
   * Plays cameras at the rate, or slower on a busy machine, never in bursts, until it is closed.
   */
  private static final class Feed implements AutoCloseable {

    final AtomicLong played = new AtomicLong();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(8);

    Feed(List<String> cameras) {
      long period = TimeUnit.SECONDS.toNanos(1) / RATE;
      for (int i = 0; i < cameras.size(); i++) {
        String camera = cameras.get(i);
        threads.scheduleWithFixedDelay(
            () -> stage.play(camera, played.incrementAndGet(), image, BOX, "person"),
            period * i / cameras.size(),
            period,
            TimeUnit.NANOSECONDS);
      }
    }

    @Override
    public void close() {
      threads.shutdown();
      try {
        threads.awaitTermination(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** CPU time of the page's own threads since its start. */
  private static final class Processor {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private final long begin = System.nanoTime();
    private final long before = total();

    double seconds() {
      return (System.nanoTime() - begin) / 1e9;
    }

    double millisPerSecond() {
      return (total() - before) / 1e6 / seconds();
    }

    private static long total() {
      long total = 0;
      for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
        if (thread != null && thread.getThreadName().startsWith("live-")) {
          total += Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId()));
        }
      }
      return total;
    }
  }

  @SuppressWarnings("unchecked")
  private static List<Double> ages(Browser browser) {
    List<Object> found =
        (List<Object>)
            browser.run(
                "return [...document.querySelectorAll('.stage .note')].map(note =>"
                    + " parseFloat((note.textContent.match(/([0-9.]+) s/) ?? [0, 99])[1]))");
    return found == null
        ? List.of()
        : found.stream().map(each -> ((Number) each).doubleValue()).toList();
  }

  private static long count(Browser browser, String expression) {
    Object value = browser.run("return " + expression);
    return value instanceof Number number ? number.longValue() : 0;
  }

  /** Shapes and grain, so that it compresses and decodes like a camera's. */
  private static byte[] photograph() {
    Random random = new Random(18);
    byte[] pixels = new byte[Math.toIntExact(3 * SIZE.area())];
    for (int i = 0; i < pixels.length; i++) {
      int x = i / 3 % SIZE.width();
      int y = i / 3 / SIZE.width();
      pixels[i] =
          (byte) (60 + 100 * y / SIZE.height() + (x / 40 + y / 40) % 2 * 50 + random.nextInt(12));
    }
    return ImageEncoder.jpeg(new RgbImage(SIZE, pixels), 85);
  }

  private static String kilobytes(long bytes) {
    return "%,d kB".formatted(Math.round(bytes / 1e3));
  }

  private static long usedHeap() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least =
          Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    }
    return least;
  }
}
