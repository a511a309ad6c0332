package io.paastreams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.paastreams.batch.BatchListener;
import io.paastreams.detection.ModelIdentity;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.Frame;
import io.paastreams.event.FramePayload.Encoded;
import io.paastreams.event.FramePayload.Encoding;
import io.paastreams.event.InMemorySchemaRegistry;
import io.paastreams.event.SourceOffset;
import io.paastreams.event.TopicKind;
import io.paastreams.event.Topics;
import io.paastreams.image.ImageDecoder;
import io.paastreams.pipeline.PixelFrames.Wish;
import io.paastreams.streams.InputRecord;
import io.paastreams.streams.RecordLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The model is exchanged while frames wait, are detected and fail. */
@Timeout(60)
final class ModelExchangeTest {

  private static final ModelIdentity NEW = new ModelIdentity("new", "11".repeat(32));

  private final Topics topics = InMemorySchemaRegistry.topics();
  private final PixelDetector old = PixelDetector.instant();
  private final PixelDetector next = new PixelDetector(Duration.ZERO, NEW);
  private final ModelSlot slot = new ModelSlot(old, PixelFrames.PREPROCESSOR);
  private final DetectionServices services =
      new DetectionServices(
          TopologyFixture.config()
              .with(PipelineConfig.MAX_BATCH_SIZE, 4)
              .with(PipelineConfig.DECODE_THREADS, 1)
              .build(),
          topics,
          new RecordLimits(1 << 20),
          slot,
          ImageDecoder.withDefaultLimits(),
          PipelineListener.NONE,
          BatchListener.NONE,
          InstantSource.system());
  private final FrameIntake intake = services.newIntake();

  @AfterEach
  void stop() {
    old.recover();
    next.recover();
    services.close();
    assertThat(services.memory().used()).isZero();
  }

  @Test
  void framesInFlight_areDetectedByTheModelTheyWerePreparedFor_andNameIt() throws Exception {
    old.hang();
    List<CompletableFuture<FrameOutcome>> before = frames(0, 9, Wish.DETECT);
    await().until(() -> old.calls() == 1 && services.detector().queued() >= 4);

    CompletableFuture<Void> unused = slot.exchange(next, PixelFrames.PREPROCESSOR);
    List<CompletableFuture<FrameOutcome>> after = frames(9, 20, Wish.DETECT);

    assertThat(slot.model()).isEqualTo(NEW);
    assertThat(unused).as("the old model is still needed").isNotDone();
    old.recover();
    unused.get(10, TimeUnit.SECONDS);
    old.close();
    List<String> judges = new ArrayList<>();
    for (CompletableFuture<FrameOutcome> outcome : before) {
      judges.add(detected(outcome).model().name());
    }
    for (CompletableFuture<FrameOutcome> outcome : after) {
      judges.add(detected(outcome).model().name());
    }
    assertThat(judges).hasSize(20).containsOnly("pixels", "new");
    int first = judges.indexOf("new");
    assertThat(first).isBetween(1, 9);
    assertThat(judges.subList(first, 20)).containsOnly("new");
    assertThat(detected(after.get(5)).model().sha256()).isEqualTo(NEW.sha256());
  }

  @Test
  void aFailedBatchIsRepeatedByItsOwnModel_andItsLeasesEnd() throws Exception {
    old.hang();
    CompletableFuture<FrameOutcome> first = frame(5, Wish.DETECT);
    await().until(() -> old.calls() == 1);
    List<CompletableFuture<FrameOutcome>> good = frames(0, 3, Wish.DETECT);
    CompletableFuture<FrameOutcome> bad = frame(3, Wish.FAIL);
    CompletableFuture<FrameOutcome> last = frame(4, Wish.DETECT);
    await().until(() -> services.detector().queued() == 5);
    CompletableFuture<Void> unused = slot.exchange(next, PixelFrames.PREPROCESSOR);
    old.recover();

    unused.get(10, TimeUnit.SECONDS);
    assertThat(bad.get()).isInstanceOf(FrameOutcome.Failed.class);
    for (CompletableFuture<FrameOutcome> outcome : good) {
      assertThat(detected(outcome).model().name()).isEqualTo("pixels");
    }
    assertThat(detected(last).model().name()).isEqualTo("pixels");
    assertThat(detected(first).model().name()).isEqualTo("pixels");
    assertThat(next.calls()).isZero();
  }

  @Test
  void framesThatAreGivenUp_letGoOfTheirModel() throws Exception {
    old.hang();
    CompletableFuture<FrameOutcome> computed = frame(0, Wish.DETECT);
    await().until(() -> old.calls() == 1);
    List<CompletableFuture<FrameOutcome>> frames = frames(1, 6, Wish.DETECT);
    await().until(() -> services.detector().queued() == 5);
    CompletableFuture<Void> unused = slot.exchange(next, PixelFrames.PREPROCESSOR);

    frames.forEach(frame -> frame.cancel(false));
    old.recover();

    unused.get(10, TimeUnit.SECONDS);
    assertThat(computed).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void imagesThatCannotBeRead_letGoOfTheirModel() throws Exception {
    var text = new Encoded(Encoding.JPEG, "no image".getBytes(StandardCharsets.UTF_8));
    CompletableFuture<FrameOutcome> outcome = begin(PixelFrames.frame(0, 0, text));

    assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(FrameOutcome.Failed.class);
    slot.exchange(next, PixelFrames.PREPROCESSOR).get(10, TimeUnit.SECONDS);
  }

  @Test
  void aModelThatTakesFewerBatchesAtATime_isRefused() {
    PixelDetector busy =
        new PixelDetector(Duration.ZERO) {
          @Override
          public int concurrency() {
            return 0;
          }
        };
    assertThatIllegalArgumentException()
        .isThrownBy(() -> slot.exchange(busy, PixelFrames.PREPROCESSOR));
    assertThat(slot.model()).isEqualTo(old.model());
  }

  private static DetectedFrame detected(CompletableFuture<FrameOutcome> outcome) throws Exception {
    return ((FrameOutcome.Detected) outcome.get(10, TimeUnit.SECONDS)).frame();
  }

  private List<CompletableFuture<FrameOutcome>> frames(int from, int to, Wish wish) {
    List<CompletableFuture<FrameOutcome>> frames = new ArrayList<>();
    for (int i = from; i < to; i++) {
      frames.add(frame(i, wish));
    }
    return frames;
  }

  private CompletableFuture<FrameOutcome> frame(int sequence, Wish wish) {
    return begin(PixelFrames.frame(0, sequence, wish, Instant.now()));
  }

  private CompletableFuture<FrameOutcome> begin(Frame frame) {
    RecordHeaders headers = new RecordHeaders();
    var topic = topics.of(TopicKind.FRAMES);
    SourceOffset source = new SourceOffset(topic.name(), 0, frame.sequence());
    byte[] value = topic.valueSerde().serializer().serialize(topic.name(), headers, frame);
    byte[] key = frame.cameraId().getBytes(StandardCharsets.UTF_8);
    return intake.begin(intake.read(new InputRecord(source, key, value, 0, headers)), source);
  }
}
