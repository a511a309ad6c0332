package io.paastreams.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.paastreams.event.Frame;
import io.paastreams.event.FramePayload.Encoded;
import io.paastreams.geometry.Size;
import io.paastreams.ingest.RtspServer.Ending;
import io.paastreams.ingest.RtspServer.Transport;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
@Tag("process")
class LiveSourceTest {

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

  private final CollectedFrames published = new CollectedFrames();
  private final List<Duration> waits = new CopyOnWriteArrayList<>();
  private final IngestListener listener =
      new IngestListener() {
        @Override
        public void sourceLost(String cameraId, SourceException cause, Duration wait) {
          waits.add(wait);
        }
      };

  @Test
  void anRtspStream_isLiveAndGivesItsFrames() throws Exception {
    try (RtspServer camera = new RtspServer(60, Ending.DROPS);
        FrameSource source = SourceLocation.parse(camera.url()).open(OpenOptions.standard())) {
      assertThat(source.live()).isTrue();
      int frames = 0;
      Duration last = Duration.ZERO;
      for (Optional<SourceFrame> frame = source.next(); frame.isPresent(); frame = source.next()) {
        assertThat(frame.get().time()).isGreaterThanOrEqualTo(last);
        assertThat(frame.get().pixels().size()).isEqualTo(new Size(320, 256));
        last = frame.get().time();
        frames++;
      }
      assertThat(frames).isEqualTo(60);
      assertThat(last).isCloseTo(Duration.ofMillis(59 * 1000 / 30), Duration.ofMillis(2));
    }
  }

  @Test
  void anRtspStreamThatDrops_isOpenedAgainUntilStopped() throws Exception {
    try (RtspServer camera = new RtspServer(40, Ending.DROPS)) {
      FrameIngestor ingestor = ingestor(camera.url(), IngestConfig.ofCamera("gate"));
      try (IngestGroup group = IngestGroup.start(published, List.of(ingestor))) {
        await().atMost(LONG_ENOUGH).until(() -> published.frames().size() > 100);
        List<IngestReport> reports = group.stop();

        assertThat(reports).extracting(IngestReport::failure).containsOnlyNulls();
      }
      assertThat(camera.clients()).isGreaterThanOrEqualTo(3);
      assertThat(waits).hasSizeGreaterThanOrEqualTo(2).containsOnly(Duration.ofSeconds(1));
      assertThat(published.frames())
          .extracting(Frame::sequence)
          .containsExactlyElementsOf(
              LongStream.range(0, published.frames().size()).boxed().toList());
    }
  }

  @Test
  void aCameraThatIsAwayAtFirst_isWaitedForWhileTheOthersPlay() throws Exception {
    FrameIngestor away =
        ingestor(
            "rtsp://127.0.0.1:1/live",
            IngestConfig.ofCamera("away")
                .withPersistence()
                .withPatience(
                    Duration.ofSeconds(1),
                    new Backoff(Duration.ofMillis(1), Duration.ofMillis(4))));
    FrameIngestor clip = ingestor(Clips.drone().toString(), IngestConfig.ofCamera("clip"));
    try (IngestGroup group = IngestGroup.start(published, List.of(away, clip))) {
      await().atMost(LONG_ENOUGH).until(() -> waits.size() > 3);
      await().atMost(LONG_ENOUGH).until(() -> published.frames().size() == Clips.DRONE_FRAMES);

      assertThat(group.stop()).extracting(IngestReport::failure).containsOnlyNulls();
      assertThat(waits)
          .startsWith(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(4));
    }
  }

  @Test
  void aCameraThatFallsSilent_isOpenedAgain() throws Exception {
    try (RtspServer camera = new RtspServer(40, Ending.FALLS_SILENT)) {
      FrameIngestor ingestor =
          ingestor(
              camera.url(),
              IngestConfig.ofCamera("gate")
                  .withPatience(Duration.ofMillis(500), Backoff.upTo(Duration.ofSeconds(30))));
      try (IngestGroup group = IngestGroup.start(published, List.of(ingestor))) {
        await().atMost(LONG_ENOUGH).until(() -> camera.clients() >= 3);
        group.stop();
      }
      assertThat(published.frames()).hasSizeGreaterThan(40);
    }
  }

  @Test
  void aSilentCamera_canBeStoppedAtOnce() throws Exception {
    try (RtspServer camera = new RtspServer(40, Ending.FALLS_SILENT)) {
      FrameIngestor ingestor =
          ingestor(
              camera.url(),
              IngestConfig.ofCamera("gate")
                  .withPatience(Duration.ofHours(1), Backoff.upTo(Duration.ofSeconds(30))));
      IngestGroup group = IngestGroup.start(published, List.of(ingestor));
      await().atMost(LONG_ENOUGH).until(() -> published.frames().size() > 30);

      group.stop();

      assertThat(group.awaitEnd(Duration.ZERO)).isTrue();
    }
  }

  @Test
  void waits_growWhileACameraStaysAway() throws Exception {
    FrameIngestor ingestor;
    try (RtspServer camera = new RtspServer(40, Ending.DROPS)) {
      ingestor = ingestor(camera.url(), IngestConfig.ofCamera("gate"));
      IngestGroup group = IngestGroup.start(published, List.of(ingestor));
      await().atMost(LONG_ENOUGH).until(() -> published.frames().size() >= 40);
      camera.close();
      await().atMost(LONG_ENOUGH).until(() -> waits.contains(Duration.ofSeconds(30)));
      group.stop();
    }

    // They may have started to grow earlier: the camera also drops its first connection.
    int longest = waits.indexOf(Duration.ofSeconds(30));
    assertThat(waits.subList(longest - 4, longest + 1))
        .extracting(Duration::toSeconds)
        .containsExactly(2L, 4L, 8L, 16L, 30L);
  }

  @ParameterizedTest
  @EnumSource(
      value = Transport.class,
      names = {"UDP_ONLY", "UDP_ONLY_UNCLEAR"})
  void aCameraThatRefusesTcp_isReadOverUdpWithAWarning(Transport transport) throws Exception {
    List<String> notices = new ArrayList<>();
    try (RtspServer camera = new RtspServer(60, Ending.FALLS_SILENT, transport);
        FrameSource source =
            SourceLocation.parse(camera.url())
                .open(OpenOptions.standard().withNotices(notices::add))) {
      for (int i = 0; i < 30; i++) {
        assertThat(source.next().orElseThrow().pixels().size()).isEqualTo(new Size(320, 256));
      }
      assertThat(notices).singleElement().asString().contains("refuses RTP over TCP", "over UDP");
      assertThat(camera.clients()).isEqualTo(2);
    }
  }

  @Test
  void aTransportThatWasRequested_isNotReplaced() throws Exception {
    try (RtspServer camera = new RtspServer(60, Ending.DROPS, Transport.UDP_ONLY)) {
      OpenOptions tcp = OpenOptions.standard().withSource(new SourceOptions(RtspTransport.TCP));

      assertThatThrownBy(() -> SourceLocation.parse(camera.url()).open(tcp))
          .isInstanceOf(SourceException.class)
          .hasMessageContainingAll("refuses the RTSP transport", "--rtsp-transport");
      assertThat(camera.clients()).isEqualTo(1);
    }
  }

  /** FFmpeg gives these frames timestamps for a rate of 25 per second. */
  @ParameterizedTest
  @CsvSource({"10, 15, 10, 11, 15", "50, 100, 10, 15, 30"})
  void aLiveSource_isLimitedByArrival(int sentFps, int sent, double maxFps, int least, int most)
      throws Exception {
    AtomicInteger connections = new AtomicInteger();
    HttpServer server =
        server(
            exchange -> {
              if (connections.incrementAndGet() > 1) {
                exchange.sendResponseHeaders(404, -1);
                return;
              }
              multipart(exchange, Collections.nCopies(sent, Clips.jpeg(90)), 1000 / sentFps);
            });
    CountDownLatch lost = new CountDownLatch(1);
    IngestListener untilLost =
        new IngestListener() {
          @Override
          public void sourceLost(String cameraId, SourceException cause, Duration wait) {
            lost.countDown();
          }
        };
    try {
      FrameIngestor ingestor =
          new FrameIngestor(
              SourceLocation.parse(url(server)),
              IngestConfig.ofCamera("yard").withMaxFps(maxFps),
              published,
              untilLost,
              PacingClock.system());
      try (IngestGroup group = IngestGroup.start(published, List.of(ingestor))) {
        assertThat(lost.await(30, TimeUnit.SECONDS)).isTrue();
        group.stop();
      }
      assertThat(ingestor.counts().read()).isEqualTo(sent);
    } finally {
      server.stop(0);
    }

    assertThat(published.frames().size()).isBetween(least, most);
  }

  @Test
  void snapshots_areRequestedAtTheWantedRate() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    HttpServer server =
        server(
            exchange -> {
              byte[] jpeg = Clips.jpeg(10 * requests.incrementAndGet());
              exchange.getResponseHeaders().set("Content-Type", "image/jpeg");
              exchange.sendResponseHeaders(200, jpeg.length);
              try (OutputStream body = exchange.getResponseBody()) {
                body.write(jpeg);
              }
            });
    ManualClock clock = new ManualClock();
    try (FrameSource source =
        SourceLocation.parse(url(server))
            .open(OpenOptions.standard().withFps(2).withClock(clock))) {
      for (int i = 1; i <= 4; i++) {
        SourceFrame frame = source.next().orElseThrow();

        assertThat(frame.encoded().orElseThrow().toByteArray()).isEqualTo(Clips.jpeg(10 * i));
        assertThat(Duration.between(ManualClock.NOON, clock.instant()))
            .isEqualTo(Duration.ofMillis(500 * (i - 1)));
        assertThat(frame.time()).isEqualTo(Duration.ofMillis(500 * (i - 1)));
      }
      assertThat(source.live()).isTrue();
      assertThat(requests).hasValue(4);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void motionJpegOverHttp_passesThroughAndIsOpenedAgain() throws Exception {
    List<byte[]> jpegs = Clips.jpegs(8);
    HttpServer server = server(exchange -> multipart(exchange, jpegs, 0));
    try {
      FrameIngestor ingestor = ingestor(url(server), IngestConfig.ofCamera("yard"));
      try (IngestGroup group = IngestGroup.start(published, List.of(ingestor))) {
        await().atMost(LONG_ENOUGH).until(() -> published.frames().size() >= 20);
        group.stop();
      }
    } finally {
      server.stop(0);
    }

    assertThat(published.frames().subList(0, 8))
        .extracting(frame -> ((Encoded) frame.payload()).toByteArray())
        .containsExactlyElementsOf(jpegs);
    assertThat(waits).isNotEmpty();
  }

  private static HttpServer server(HttpHandler handler) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", handler);
    server.start();
    return server;
  }

  private static String url(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/camera";
  }

  private static void multipart(HttpExchange exchange, List<byte[]> jpegs, long intervalMillis)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "multipart/x-mixed-replace; boundary=next");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      for (byte[] jpeg : jpegs) {
        part(body, jpeg);
        body.flush();
        LockSupport.parkNanos(Duration.ofMillis(intervalMillis).toNanos());
      }
    }
  }

  private static void part(OutputStream body, byte[] jpeg) throws IOException {
    String head =
        "--next\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n".formatted(jpeg.length);
    body.write(head.getBytes(StandardCharsets.US_ASCII));
    body.write(jpeg);
    body.write("\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  private FrameIngestor ingestor(String url, IngestConfig config) throws SourceException {
    return new FrameIngestor(
        SourceLocation.parse(url), config, published, listener, new ManualClock());
  }
}
