package io.paastreams.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.claimcheck.ClaimCheckPolicy;
import io.paastreams.claimcheck.ClaimCheckReader;
import io.paastreams.claimcheck.ClaimCheckStore;
import io.paastreams.claimcheck.S3Settings;
import io.paastreams.claimcheck.StoreLocation;
import io.paastreams.event.Frame;
import io.paastreams.event.FramePayload;
import io.paastreams.event.FramePayload.ClaimCheck;
import io.paastreams.event.FramePayload.Encoded;
import io.paastreams.event.FramePayload.Encoding;
import io.paastreams.event.FramePayload.Raw;
import io.paastreams.image.ImageDecoder;
import io.paastreams.ingest.SourceLocation.VideoFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredPayloadsTest {

  private static final VideoFile DRONE = new VideoFile(Clips.drone());
  private static final IngestConfig CONFIG = IngestConfig.ofCamera("roof").withMaxFps(1.0);
  private static final Encoded IMAGE = new Encoded(Encoding.JPEG, new byte[100]);

  @TempDir Path folder;

  private final CollectedFrames published = new CollectedFrames();
  private final ManualClock clock = new ManualClock();

  @Test
  void whatTheEventsPointTo_isWhatTheyWouldCarry() throws Exception {
    ingestor(CONFIG, null).run();
    List<Frame> whole = List.copyOf(published.frames());
    try (ClaimCheckStore store = folderStore()) {
      FrameIngestor ingestor = ingestor(CONFIG, new LargePayloads(store, 1_024));
      ingestor.run();

      List<Frame> pointing = published.frames().subList(whole.size(), published.frames().size());
      assertThat(pointing).hasSameSizeAs(whole).hasSizeGreaterThan(5);
      for (int i = 0; i < whole.size(); i++) {
        ClaimCheck claim = (ClaimCheck) pointing.get(i).payload();
        assertThat(read(claim)).isEqualTo(((Encoded) whole.get(i).payload()).toByteArray());
      }
      assertThat(ingestor.counts().acknowledged()).isEqualTo(whole.size());
    }
  }

  @Test
  void rawPayloads_areStoredWithoutLossAndSmallOnesStay() throws Exception {
    try (ClaimCheckStore store = folderStore()) {
      ingestor(CONFIG.withPayload(Payload.RAW, 90), null).run();
      ingestor(CONFIG.withPayload(Payload.RAW, 90), new LargePayloads(store, 1_024)).run();
      List<Frame> frames = published.frames();
      Raw raw = (Raw) frames.get(0).payload();
      ClaimCheck claim = (ClaimCheck) frames.get(frames.size() / 2).payload();

      assertThat(claim.contentType()).isEqualTo("image/png");
      assertThat(ImageDecoder.withDefaultLimits().decode(read(claim)).pixels())
          .isEqualTo(raw.bytes().array());
      ingestor(CONFIG, new LargePayloads(store, 1 << 30)).run();
      assertThat(published.frames().get(frames.size()).payload()).isInstanceOf(Encoded.class);
    }
  }

  @Test
  void aFrameThatTheStoreRefuses_isNotPublishedAndTheCameraContinues() throws Exception {
    try (ClaimCheckStore store = folderStore()) {
      FailingStore failing = new FailingStore(store);
      List<String> failures = new ArrayList<>();
      IngestListener listener =
          new IngestListener() {
            @Override
            public void frameFailed(String cameraId, Exception cause) {
              failures.add(String.valueOf(cause.getMessage()));
              failing.left = 2;
            }
          };
      failing.left = 1_000;
      FrameIngestor ingestor =
          new FrameIngestor(
              DRONE, CONFIG, published, new LargePayloads(failing, 1_024), listener, clock);
      ingestor.run();

      assertThat(failures).containsExactly("disk full");
      assertThat(ingestor.counts().failed()).isEqualTo(1);
      assertThat(ingestor.counts().inFlight()).isZero();
      assertThat(published.frames()).isNotEmpty().allSatisfy(frame -> read(claim(frame)));
      assertThat(published.frames().get(0).sequence()).isEqualTo(1);
      assertThat(ingestor.counts().acknowledged())
          .isEqualTo(ingestor.counts().read() - 1 - ingestor.counts().limited());
    }
  }

  @Test
  void aRecording_waitsForTheStoreAsLongAsItsPatience() {
    FailingStore failing = new FailingStore(null);
    failing.left = 1_000;
    PayloadStorage storage = storage(failing);

    assertThat(failureOf(storage, false)).hasMessage("disk full");
    // After 0, 1, 3 and 7 seconds; the next wait would exceed ten.
    assertThat(failing.tries).isEqualTo(4);
    assertThat(clock.instant()).isEqualTo(ManualClock.NOON.plusSeconds(7));
  }

  @Test
  void aLiveCamera_dropsFramesUntilTheWaitIsOver() throws Exception {
    try (ClaimCheckStore store = folderStore()) {
      FailingStore failing = new FailingStore(store);
      failing.left = 1;
      PayloadStorage storage = storage(failing);

      assertThat(failureOf(storage, true)).hasMessage("disk full");
      assertThat(failureOf(storage, true))
          .isInstanceOf(StorePausedException.class)
          .hasMessageContaining("disk full");
      assertThat(failing.tries).isEqualTo(1);
      assertThat(clock.instant()).isEqualTo(ManualClock.NOON);
      clock.advance(Duration.ofSeconds(1));
      FramePayload stored = storage.moved(IMAGE, clock.instant(), true);
      assertThat(stored).isInstanceOf(ClaimCheck.class);
      assertThat(failureOf(storage, true)).isNull();
    }
  }

  private PayloadStorage storage(ClaimCheckStore store) {
    return new PayloadStorage(new LargePayloads(store, 50), CONFIG, clock, () -> false);
  }

  private @Nullable Exception failureOf(PayloadStorage storage, boolean live) {
    try {
      FramePayload unused = storage.moved(IMAGE, clock.instant(), live);
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  private FrameIngestor ingestor(IngestConfig config, @Nullable LargePayloads large) {
    return new FrameIngestor(DRONE, config, published, large, IngestListener.NONE, clock);
  }

  private ClaimCheckStore folderStore() throws IOException {
    return ClaimCheckStore.open(
        new StoreLocation.Folder(folder), S3Settings.ofEnvironment(), Duration.ofSeconds(1));
  }

  private static ClaimCheck claim(Frame frame) {
    return (ClaimCheck) frame.payload();
  }

  private byte[] read(ClaimCheck claim) throws Exception {
    ClaimCheckReader reader =
        new ClaimCheckReader(
            new ClaimCheckPolicy(
                List.of(folder),
                List.of(),
                List.of(),
                List.of(),
                S3Settings.ofEnvironment(),
                1 << 20,
                Duration.ofSeconds(3)));
    reader.check(claim);
    return reader.read(claim);
  }

  private static final class FailingStore implements ClaimCheckStore {
    private final @Nullable ClaimCheckStore store;
    private int left;
    private int tries;

    FailingStore(@Nullable ClaimCheckStore store) {
      this.store = store;
    }

    @Override
    public ClaimCheck put(String cameraId, Instant captureTime, Encoded image) throws IOException {
      tries++;
      if (left-- > 0 || store == null) {
        throw new IOException("disk full");
      }
      return store.put(cameraId, captureTime, image);
    }

    @Override
    public void close() {}
  }
}
