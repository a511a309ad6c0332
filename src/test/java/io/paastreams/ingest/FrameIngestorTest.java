package io.paastreams.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.event.Frame;
import io.paastreams.event.FramePayload.Encoded;
import io.paastreams.event.FramePayload.Encoding;
import io.paastreams.event.FramePayload.PixelFormat;
import io.paastreams.event.FramePayload.Raw;
import io.paastreams.image.ImageDecoder;
import io.paastreams.ingest.SourceLocation.Folder;
import io.paastreams.ingest.SourceLocation.VideoFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameIngestorTest {

  private static final VideoFile DRONE = new VideoFile(Clips.drone());
  private static final IngestConfig CONFIG = IngestConfig.ofCamera("roof");

  @TempDir Path folder;

  private final CollectedFrames published = new CollectedFrames();
  private final ManualClock clock = new ManualClock();

  @Test
  void everyFrameOfAClip_isPublishedOnceAndCounted() throws Exception {
    FrameIngestor ingestor = ingestor(DRONE, CONFIG);

    ingestor.run();

    assertThat(published.frames())
        .extracting(Frame::sequence)
        .containsExactlyElementsOf(LongStream.range(0, Clips.DRONE_FRAMES).boxed().toList());
    assertThat(published.frames()).extracting(Frame::frameId).doesNotHaveDuplicates();
    assertThat(published.frames()).extracting(Frame::cameraId).containsOnly("roof");
    assertThat(ingestor.counts())
        .isEqualTo(
            new IngestCounts(Clips.DRONE_FRAMES, 0, 0, Clips.DRONE_FRAMES, Clips.DRONE_FRAMES, 0));
  }

  @Test
  void video_isEncodedAsJpegOfItsSize() throws Exception {
    ingestor(DRONE, CONFIG.withMaxFps(1.0)).run();

    for (Frame frame : published.frames()) {
      assertThat(frame.payload()).isInstanceOf(Encoded.class);
      Encoded encoded = (Encoded) frame.payload();
      assertThat(encoded.encoding()).isEqualTo(Encoding.JPEG);
      assertThat(ImageDecoder.withDefaultLimits().decode(encoded.toByteArray()).size())
          .isEqualTo(Clips.DRONE_SIZE);
    }
  }

  @Test
  void rawPayload_carriesThePixels() throws Exception {
    ingestor(DRONE, CONFIG.withMaxFps(1.0).withPayload(Payload.RAW, 90)).run();

    Raw raw = (Raw) published.frames().get(0).payload();
    assertThat(raw.format()).isEqualTo(PixelFormat.RGB8);
    assertThat(raw.size()).isEqualTo(Clips.DRONE_SIZE);
    assertThat(raw.bytes().remaining()).isEqualTo(3 * 320 * 256);
  }

  @Test
  void framesAboveTheRate_areDroppedAndCounted() throws Exception {
    FrameIngestor ingestor = ingestor(DRONE, CONFIG.withMaxFps(10.0));

    ingestor.run();

    assertThat(published.frames()).hasSize(102);
    assertThat(published.frames().get(101).sequence()).isEqualTo(101);
    assertThat(ingestor.counts().limited()).isEqualTo(Clips.DRONE_FRAMES - 102);
  }

  @Test
  void aRestart_beginsAnotherSessionAndARepetitionDoesNot() throws Exception {
    List<FrameIngestor> self = new ArrayList<>();
    FramePublisher stopping =
        new ForwardingPublisher() {
          @Override
          public void publish(Frame frame, Receipt receipt) {
            super.publish(frame, receipt);
            if (frame.sequence() == Clips.DRONE_FRAMES + 1) {
              self.get(0).stop();
            }
          }
        };
    self.add(new FrameIngestor(DRONE, CONFIG.withLoop(true), stopping, IngestListener.NONE, clock));
    self.get(0).run();
    List<Frame> first = List.copyOf(published.frames());
    ingestor(DRONE, CONFIG).run();
    List<Frame> second = published.frames().subList(first.size(), published.frames().size());

    assertThat(first)
        .extracting(Frame::sessionId)
        .doesNotContainNull()
        .containsOnly(first.get(0).sessionId());
    assertThat(second)
        .extracting(Frame::sessionId)
        .doesNotContainNull()
        .containsOnly(second.get(0).sessionId());
    assertThat(second.get(0).sessionId()).isNotEqualTo(first.get(0).sessionId());
    assertThat(first.get(first.size() - 1).sequence()).isEqualTo(first.size() - 1);
    assertThat(second.get(0).sequence()).isZero();
  }

  @Test
  void aRecordingInRealTime_isTakenAtItsPresentationTimes() throws Exception {
    ingestor(DRONE, CONFIG.withPace(Pace.REAL_TIME)).run();

    List<Frame> frames = published.frames();
    assertThat(frames.get(0).captureTime()).isEqualTo(ManualClock.NOON);
    assertThat(frames.get(30).captureTime()).isEqualTo(ManualClock.NOON.plusSeconds(1));
    assertThat(frames.get(300).captureTime()).isEqualTo(ManualClock.NOON.plusSeconds(10));
    assertThat(frames)
        .allSatisfy(frame -> assertThat(frame.ingestTime()).isEqualTo(frame.captureTime()));
  }

  @Test
  void aPublisherThatLags_showsInTheCaptureTime() throws Exception {
    FramePublisher slow =
        new ForwardingPublisher() {
          @Override
          public void publish(Frame frame, Receipt receipt) {
            super.publish(frame, receipt);
            clock.advance(Duration.ofSeconds(1));
          }
        };

    new FrameIngestor(
            DRONE,
            CONFIG.withPace(Pace.REAL_TIME).withMaxFps(2.0),
            slow,
            IngestListener.NONE,
            clock)
        .run();

    Frame tenth = published.frames().get(10);
    assertThat(tenth.captureTime()).isEqualTo(ManualClock.NOON.plusSeconds(5));
    assertThat(tenth.ingestTime()).isEqualTo(ManualClock.NOON.plusSeconds(10));
  }

  @Test
  void withoutPacing_framesAreTakenWhenRead() throws Exception {
    ingestor(DRONE, CONFIG.withMaxFps(1.0)).run();

    assertThat(published.frames()).extracting(Frame::captureTime).containsOnly(ManualClock.NOON);
  }

  @Test
  void aLoopedRecording_continuesWithoutAGapUntilStopped() throws Exception {
    List<FrameIngestor> self = new ArrayList<>();
    FramePublisher stopping =
        new ForwardingPublisher() {
          @Override
          public void publish(Frame frame, Receipt receipt) {
            super.publish(frame, receipt);
            if (frame.sequence() == 2 * Clips.DRONE_FRAMES) {
              self.get(0).stop();
            }
          }
        };
    self.add(
        new FrameIngestor(
            DRONE,
            CONFIG.withLoop(true).withPace(Pace.REAL_TIME).withPayload(Payload.JPEG, 30),
            stopping,
            IngestListener.NONE,
            clock));

    self.get(0).run();

    assertThat(published.frames()).hasSize(2 * Clips.DRONE_FRAMES + 1);
    Instant first = published.frames().get(0).captureTime();
    Instant third = published.frames().get(2 * Clips.DRONE_FRAMES).captureTime();
    assertThat(Duration.between(first, third).toMillis())
        .isBetween(2 * 305 * 1000 / 30 - 1L, 2 * 305 * 1000 / 30 + 1L);
    assertThat(published.frames()).extracting(Frame::captureTime).isSorted();
  }

  @Test
  void images_arePlayedAtTheWantedRateWithoutALoss() throws Exception {
    images(Clips.jpegs(4));

    ingestor(new Folder(folder), CONFIG.withPace(Pace.REAL_TIME).withMaxFps(2.0)).run();

    assertThat(published.frames())
        .extracting(Frame::captureTime)
        .containsExactly(
            ManualClock.NOON,
            ManualClock.NOON.plusMillis(500),
            ManualClock.NOON.plusMillis(1000),
            ManualClock.NOON.plusMillis(1500));
  }

  @Test
  void images_passThroughByteForByteTheBrokenOneToo() throws Exception {
    List<byte[]> files = List.of(Clips.jpeg(10), new byte[] {1, 2, 3}, new byte[0], Clips.jpeg(40));
    images(files);

    ingestor(new Folder(folder), CONFIG).run();

    assertThat(published.frames())
        .extracting(frame -> ((Encoded) frame.payload()).toByteArray())
        .containsExactlyElementsOf(files);
  }

  @Test
  void aBrokenImageThatMustBeEncoded_isReportedCountedAndPassedOver() throws Exception {
    images(List.of(Clips.jpeg(10), new byte[] {1, 2, 3}, Clips.jpeg(40)));
    List<String> reports = new ArrayList<>();
    IngestListener listener =
        new IngestListener() {
          @Override
          public void frameUnreadable(String cameraId, UnreadableFrameException cause) {
            reports.add(cameraId + " " + cause.getMessage());
          }
        };
    FrameIngestor ingestor =
        new FrameIngestor(
            new Folder(folder), CONFIG.withPayload(Payload.JPEG, 80), published, listener, clock);

    ingestor.run();

    assertThat(published.frames()).extracting(Frame::sequence).containsExactly(0L, 1L);
    assertThat(ingestor.counts()).isEqualTo(new IngestCounts(3, 0, 1, 2, 2, 0));
    assertThat(reports).singleElement().asString().startsWith("roof ").contains("1.jpg: the bytes");
  }

  @Test
  void aFailedFrame_isCountedAndReported() throws Exception {
    List<Exception> reported = new ArrayList<>();
    IngestListener listener =
        new IngestListener() {
          @Override
          public void frameFailed(String cameraId, Exception cause) {
            reported.add(cause);
          }
        };
    Exception refusal = new IllegalStateException("too large");
    FramePublisher refusing =
        new ForwardingPublisher() {
          @Override
          public void publish(Frame frame, Receipt receipt) {
            receipt.settled(frame.sequence() == 1 ? refusal : null);
          }
        };
    images(Clips.jpegs(3));
    FrameIngestor ingestor =
        new FrameIngestor(new Folder(folder), CONFIG, refusing, listener, clock);

    ingestor.run();

    assertThat(ingestor.counts()).isEqualTo(new IngestCounts(3, 0, 0, 3, 2, 1));
    assertThat(reported).containsExactly(refusal);
  }

  @Test
  void aPublisherThatCannotWork_endsTheRun() throws Exception {
    images(Clips.jpegs(3));
    FramePublisher dead =
        new ForwardingPublisher() {
          @Override
          public void publish(Frame frame, Receipt receipt) {
            throw new IllegalStateException("no registry");
          }
        };
    FrameIngestor ingestor =
        new FrameIngestor(new Folder(folder), CONFIG, dead, IngestListener.NONE, clock);

    assertThatThrownBy(ingestor::run).hasMessage("no registry");
    assertThat(ingestor.counts()).isEqualTo(new IngestCounts(1, 0, 0, 1, 0, 1));
  }

  @Test
  void aRecordingThatCannotBeOpened_isNotTriedAgain() {
    FrameIngestor ingestor =
        ingestor(new VideoFile(folder.resolve("none.mp4")), CONFIG.withLoop(true));

    assertThatThrownBy(ingestor::run).isInstanceOf(SourceException.class);
  }

  private FrameIngestor ingestor(SourceLocation location, IngestConfig config) {
    return new FrameIngestor(location, config, published, IngestListener.NONE, clock);
  }

  private void images(List<byte[]> files) throws Exception {
    for (int i = 0; i < files.size(); i++) {
      Files.write(folder.resolve(i + ".jpg"), files.get(i));
    }
  }

  /** Does the same as {@link #published}. */
  private class ForwardingPublisher implements FramePublisher {
    @Override
    public void publish(Frame frame, Receipt receipt) {
      published.publish(frame, receipt);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
