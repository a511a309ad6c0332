package io.paastreams.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.paastreams.geometry.Box;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does not answer, or does not read. */
class LiveOutageIT {

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Box BOX = new Box(90, 70, 170, 130);

  @Test
  void aStoppedBroker_isShown_andMendsItself(@TempDir Path data) {
    try (Browser browser = Browser.open();
        LiveStage stage = LiveStage.keepingDataIn(data);
        LiveServer server = stage.serve(LiveConfig.onLoopback(0))) {
      browser.resize(1000, 800, 1, "light");
      browser.open(server.address() + "#/camera/gate");
      long[] number = {0};
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(200))
          .until(
              () -> {
                stage.play("gate", number[0]++, BOX, "person");
                return contains(browser, "0.87");
              });

      stage.stopBroker();
      await().atMost(PATIENCE).until(() -> contains(browser, "Kafka does not answer"));
      assertThat(browser.run("return document.querySelector('.stage').classList.contains('stale')"))
          .isEqualTo(true);

      stage.startBroker();
      await().atMost(PATIENCE).until(() -> !contains(browser, "Kafka does not answer"));
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(200))
          .until(
              () -> {
                stage.play("gate", number[0]++, BOX, "mended");
                return contains(browser, "mended");
              });
    }
  }

  @Test
  void viewersThatStallOrComeAndGo_leaveTheHeapFlat() {
    try (LiveStage stage = new LiveStage();
        LiveServer server = stage.serve(LiveConfig.onLoopback(0))) {
      HttpClient client = HttpClient.newHttpClient();
      WebSocket stalled = open(client, server);
      stalled
          .sendText("{\"type\":\"watch\",\"cameras\":[\"gate\"],\"focus\":\"gate\"}", true)
          .join();
      byte[] image = LiveStage.noise(400_000);
      play(stage, image, 20);
      long before = usedHeap();

      play(stage, image, 250);
      for (int i = 0; i < 200; i++) {
        WebSocket passing = open(client, server);
        passing.sendText("{\"type\":\"watch\",\"cameras\":[\"gate\"],\"focus\":null}", true).join();
        passing.abort();
      }

      await().atMost(PATIENCE).until(() -> server.viewers() == 1);
      // A hundred megabytes went past it.
      assertThat(usedHeap() - before).isLessThan(30_000_000);
      stalled.abort();
    }
  }

  private static void play(LiveStage stage, byte[] image, int frames) {
    for (int n = 0; n < frames; n++) {
      stage.play("gate", n, image, BOX, "person");
    }
  }

  /** It asks for no message at all. */
  private static WebSocket open(HttpClient client, LiveServer server) {
    return client
        .newWebSocketBuilder()
        .buildAsync(
            URI.create(server.address().replace("http", "ws") + "socket"),
            new WebSocket.Listener() {
              @Override
              public void onOpen(WebSocket socket) {}
            })
        .join();
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

  private static boolean contains(Browser browser, String text) {
    return Boolean.TRUE.equals(
        browser.run("return document.body.innerText.includes(arguments[0])", text));
  }
}
