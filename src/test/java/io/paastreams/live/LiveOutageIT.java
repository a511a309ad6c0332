package io.paastreams.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.paastreams.devkit.StandInRegistry;
import io.paastreams.event.TopicKind;
import io.paastreams.geometry.Box;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that do not answer, and viewers that do not read. */
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
  void aRegistryThatIsDown_isShown_refusesChangesAtOnce_andMendsItself() {
    try (Browser browser = Browser.open();
        LiveStage stage = new LiveStage();
        LiveServer server = stage.serve(LiveConfig.onLoopback(0))) {
      browser.resize(1300, 900, 1, "light");
      browser.open(server.address() + "#/zones/gate");
      await().atMost(PATIENCE).until(() -> contains(browser, "Live"));

      stage.registry.interception = request -> StandInRegistry.Reply.refusal(503, 50301);
      await()
          .atMost(PATIENCE)
          .until(() -> contains(browser, "The schema registry does not answer"));
      apply(browser);
      // The clients' patience would be 20 s.
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> contains(browser, "Not applied. the schema registry does not answer"));

      stage.registry.interception = request -> null;
      await()
          .atMost(PATIENCE)
          .until(() -> !contains(browser, "The schema registry does not answer"));
      apply(browser);
      await().atMost(PATIENCE).until(() -> contains(browser, "is in force on all instances"));
    }
  }

  private static void apply(Browser browser) {
    browser.run(
        "document.getElementById('ruletext').value = 'counts: {window: 10s, by: [camera]}'");
    browser.run(
        "[...document.querySelectorAll('button')].find(each => each.textContent.startsWith('Apply')).click()");
  }

  @Test
  void anInstanceThatDied_isShown_andMendsItself() throws Exception {
    try (LiveStage stage = new LiveStage();
        LiveServer server = stage.serve(LiveConfig.onLoopback(0))) {
      try (KafkaConsumer<byte[], byte[]> one = member(stage, "one-StreamThread-1-consumer");
          KafkaConsumer<byte[], byte[]> other = member(stage, "other-StreamThread-1-consumer")) {
        awaitWhile(
            List.of(one, other), () -> gone(server).equals(Map.of("one", false, "other", false)));
        other.close();
        awaitWhile(List.of(one), () -> gone(server).equals(Map.of("one", false, "other", true)));
        assertThat(ask(server, "api/health").has("pipeline")).isFalse();
      }
      await().atMost(PATIENCE).until(() -> ask(server, "api/health").has("pipeline"));
      try (KafkaConsumer<byte[], byte[]> next = member(stage, "next-StreamThread-1-consumer")) {
        awaitWhile(List.of(next), () -> !ask(server, "api/health").has("pipeline"));
        assertThat(gone(server)).containsEntry("one", true).containsEntry("next", false);
      }
    }
  }

  private static KafkaConsumer<byte[], byte[]> member(LiveStage stage, String client) {
    LiveCluster cluster = stage.cluster();
    KafkaConsumer<byte[], byte[]> member =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", cluster.bootstrapServers(),
                "group.id", cluster.applicationId(),
                "client.id", client),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    member.subscribe(List.of(cluster.topics().of(TopicKind.FRAMES).name()));
    return member;
  }

  private static void awaitWhile(
      List<KafkaConsumer<byte[], byte[]>> members, Callable<Boolean> condition) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              members.forEach(member -> member.poll(Duration.ofMillis(100)));
              return condition.call();
            });
  }

  /** Which instances the page knows, and whether they are gone. */
  private static Map<String, Boolean> gone(LiveServer server) throws Exception {
    Map<String, Boolean> gone = new HashMap<>();
    ask(server, "api/machine")
        .path("cluster")
        .path("instances")
        .forEach(each -> gone.put(each.path("name").asText(), each.path("gone").asLong() > 0));
    return gone;
  }

  private static JsonNode ask(LiveServer server, String path) throws Exception {
    return Json.parse(
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(server.address() + path)).build(),
                HttpResponse.BodyHandlers.ofString())
            .body());
  }

  /**
   * Whoever reads the topics and makes the images never waits for a viewer: of each it keeps one
   * frame per camera and drops the others.
   */
  @Test
  void viewersThatNeverRead_holdNobodyUp() throws Exception {
    List<String> cameras = List.of("a", "b", "c", "d", "e", "f", "g", "h");
    byte[] image = LiveStage.noise(900_000);
    HttpClient client = HttpClient.newHttpClient();
    try (LiveStage stage = new LiveStage();
        LiveServer server = stage.serve(LiveConfig.onLoopback(0))) {
      List<WebSocket> stalled = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        stalled.add(StalledViewer.open(client, server.address(), cameras));
      }
      LoadViewer witness = new LoadViewer(client, server.address(), cameras);
      await().atMost(PATIENCE).until(() -> server.viewers() == 17);
      Set<String> held = ConcurrentHashMap.newKeySet();
      int rounds = 6;
      for (int n = 0; n < rounds; n++) {
        for (String camera : cameras) {
          stage.play(camera, n, image, BOX, "person");
        }
        int expected = n * cameras.size() / 2;
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(20))
            .until(
                () -> {
                  held.addAll(heldByViewers());
                  return witness.frames.get() > expected;
                });
      }

      assertThat(held).isEmpty();
      // Of a camera's six frames, each keeps one in flight and one that waits.
      assertThat(server.figures().droppedFrames()).isGreaterThan(16L * cameras.size());
      stalled.forEach(WebSocket::abort);
      witness.leave();
    }
  }

  /** The page's own threads that wait in the web server's code now. */
  private static List<String> heldByViewers() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds(), 100))
        .filter(Objects::nonNull)
        .filter(
            thread ->
                thread.getThreadName().matches("live-(records|frames|images|ticker|cluster)")
                    && thread.getThreadState() != Thread.State.RUNNABLE
                    && Arrays.stream(thread.getStackTrace())
                        .anyMatch(each -> each.getClassName().startsWith("org.eclipse.jetty")))
        .map(ThreadInfo::toString)
        .toList();
  }

  @Test
  void viewersThatStallOrComeAndGo_leaveTheHeapFlat() {
    try (LiveStage stage = new LiveStage();
        LiveServer server = stage.serve(LiveConfig.onLoopback(0))) {
      HttpClient client = HttpClient.newHttpClient();
      WebSocket stalled = StalledViewer.open(client, server.address(), List.of("gate"));
      byte[] image = LiveStage.noise(400_000);
      play(stage, image, 20);
      long before = usedHeap();

      play(stage, image, 250);
      for (int i = 0; i < 200; i++) {
        StalledViewer.open(client, server.address(), List.of("gate")).abort();
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
