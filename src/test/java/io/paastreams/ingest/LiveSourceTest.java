package io.paastreams.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.paastreams.event.Frame;
import io.paastreams.event.FramePayload.Encoded;
import io.paastreams.geometry.Size;
import io.paastreams.ingest.RtspServer.Ending;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
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
  void an_rtsp_stream_is_live_and_gives_its_frames() throws Exception {
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
  void an_rtsp_stream_that_drops_is_opened_again_until_stopped() throws Exception {
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
  void a_camera_that_falls_silent_is_opened_again() throws Exception {
    try (RtspServer camera = new RtspServer(40, Ending.FALLS_SILENT)) {
      FrameIngestor ingestor =
          ingestor(
              camera.url(),
              IngestConfig.ofCamera("gate")
                  .withPatience(Duration.ofMillis(500), Backoff.standard()));
      try (IngestGroup group = IngestGroup.start(published, List.of(ingestor))) {
        await().atMost(LONG_ENOUGH).until(() -> camera.clients() >= 3);
        group.stop();
      }
      assertThat(published.frames()).hasSizeGreaterThan(40);
    }
  }

  @Test
  void a_silent_camera_can_be_stopped_at_once() throws Exception {
    try (RtspServer camera = new RtspServer(40, Ending.FALLS_SILENT)) {
      FrameIngestor ingestor =
          ingestor(
              camera.url(),
              IngestConfig.ofCamera("gate").withPatience(Duration.ofHours(1), Backoff.standard()));
      IngestGroup group = IngestGroup.start(published, List.of(ingestor));
      await().atMost(LONG_ENOUGH).until(() -> published.frames().size() > 30);

      group.stop();

      assertThat(group.awaitEnd(Duration.ZERO)).isTrue();
    }
  }

  @Test
  void waits_grow_while_a_camera_stays_away() throws Exception {
    FrameIngestor ingestor;
    try (RtspServer camera = new RtspServer(40, Ending.DROPS)) {
      ingestor = ingestor(camera.url(), IngestConfig.ofCamera("gate"));
      IngestGroup group = IngestGroup.start(published, List.of(ingestor));
      await().atMost(LONG_ENOUGH).until(() -> published.frames().size() >= 40);
      camera.close();
      await().atMost(LONG_ENOUGH).until(() -> waits.contains(Duration.ofSeconds(30)));
      group.stop();
    }

    // They may have begun to grow before: the camera drops its first connection, too.
    int longest = waits.indexOf(Duration.ofSeconds(30));
    assertThat(waits.subList(longest - 4, longest + 1))
        .extracting(Duration::toSeconds)
        .containsExactly(2L, 4L, 8L, 16L, 30L);
  }

  @Test
  void motion_jpeg_over_http_passes_through_and_is_opened_again() throws Exception {
    List<byte[]> jpegs = Clips.jpegs(8);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext(
        "/",
        exchange -> {
          exchange
              .getResponseHeaders()
              .set("Content-Type", "multipart/x-mixed-replace; boundary=next");
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream body = exchange.getResponseBody()) {
            for (byte[] jpeg : jpegs) {
              part(body, jpeg);
            }
          }
        });
    server.start();
    try {
      FrameIngestor ingestor =
          ingestor(
              "http://127.0.0.1:" + server.getAddress().getPort() + "/camera",
              IngestConfig.ofCamera("yard"));
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
