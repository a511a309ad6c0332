package io.paastreams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.paastreams.batch.BatchListener;
import io.paastreams.event.DeadLetter;
import io.paastreams.event.Frame;
import io.paastreams.event.InMemorySchemaRegistry;
import io.paastreams.event.SkippedFrame.SkipReason;
import io.paastreams.event.SourceOffset;
import io.paastreams.event.TopicKind;
import io.paastreams.event.Topics;
import io.paastreams.image.ImageDecoder;
import io.paastreams.pipeline.FrameOutcome.Detected;
import io.paastreams.pipeline.FrameOutcome.Skipped;
import io.paastreams.pipeline.MemoryBudget.Reservation;
import io.paastreams.pipeline.PixelFrames.Wish;
import io.paastreams.pipeline.admission.AdmissionConfig;
import io.paastreams.pipeline.admission.AdmissionRule;
import io.paastreams.pipeline.admission.CameraOverride;
import io.paastreams.pipeline.admission.FrameSample;
import io.paastreams.pipeline.admission.Freshness;
import io.paastreams.setting.SettingValues;
import io.paastreams.streams.InputRecord;
import io.paastreams.streams.RecordLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What waits, what gives way and what is given up while the device is busy: one task's intake and
 * window over the real decode threads and batcher, and a device that a test can stop. (Kafka's test
 * driver commits after every record, so that nothing ever waits there.)
 */
@Timeout(30)
@SuppressWarnings("NullAway.Init") // each test starts with a policy of its own
final class FreshnessTest {

  private final Topics topics = InMemorySchemaRegistry.topics();
  private final PixelDetector detector = PixelDetector.instant();
  private final List<String> fates = new ArrayList<>();
  private long offset;

  private DetectionServices services;
  private FrameIntake intake;
  private InFlightWindow window;

  private void start(AdmissionConfig admission) {
    PipelineConfig config =
        TopologyFixture.config()
            .admission(admission)
            .with(PipelineConfig.MAX_BATCH_SIZE, 1)
            .with(PipelineConfig.DECODE_THREADS, 1)
            .build();
    services =
        new DetectionServices(
            config,
            topics,
            new RecordLimits(1 << 20),
            new ModelSlot(detector, PixelFrames.PREPROCESSOR),
            ImageDecoder.withDefaultLimits(),
            PipelineListener.NONE,
            BatchListener.NONE,
            InstantSource.system());
    intake = services.newIntake();
    window =
        new InFlightWindow(
            new InFlightLimit(16, Duration.ofSeconds(1)),
            services.memory(),
            services.detector().waiter(),
            this::forward,
            System::nanoTime);
  }

  @AfterEach
  void stop() {
    detector.recover();
    services.close();
    assertThat(services.memory().used()).isZero();
  }

  @Test
  void latest_whatWaitsGivesWayAndIsForwardedInItsTurn() {
    start(admission(new AdmissionRule(Freshness.LATEST, Duration.ZERO, 0, 0, 1)));
    detector.hang();
    offer(PixelFrames.frame(0, 0));
    await().until(() -> detector.calls() == 1); // the device has taken it: it will be detected
    for (int sequence = 1; sequence < 30; sequence++) {
      offer(PixelFrames.frame(0, sequence));
      int queued = services.detector().queued();
      assertThat(queued).isLessThanOrEqualTo(1);
    }
    offer(PixelFrames.frame(1, 0));
    await("the one decode thread").until(() -> services.detector().queued() == 2);
    detector.recover();
    window.drain(Duration.ofSeconds(5));

    List<String> expected = new ArrayList<>();
    expected.add("detected 0");
    for (int sequence = 1; sequence < 29; sequence++) {
      expected.add("SUPERSEDED " + sequence);
    }
    expected.add("detected 29");
    expected.add("detected 0");
    assertThat(fates).isEqualTo(expected);
  }

  @Test
  void latest_oneCameraLimitsNoOther() {
    AdmissionRule latest = new AdmissionRule(Freshness.LATEST, Duration.ZERO, 0, 0, 1);
    start(admission(latest));
    detector.hang();
    for (int round = 0; round < 20; round++) {
      for (int camera = 0; camera < 4; camera++) { // more than the window's limit of 2
        offer(PixelFrames.frame(camera, round));
      }
    }
    detector.recover();
    window.drain(Duration.ofSeconds(5));

    assertThat(fates).hasSize(80);
    assertThat(fates.subList(76, 80)).containsOnly("detected 19");
  }

  @Test
  void all_nothingGivesWay() {
    start(AdmissionConfig.EVERY_FRAME);
    detector.hang();
    offer(PixelFrames.frame(0, 0));
    offer(PixelFrames.frame(0, 1));
    detector.recover();
    offer(PixelFrames.frame(0, 2));
    window.drain(Duration.ofSeconds(5));

    assertThat(fates).containsExactly("detected 0", "detected 1", "detected 2");
  }

  @Test
  void maxAge_frameThatGrowsTooOldBeforeTheDeviceTakesItIsSkipped() throws Exception {
    start(admission(AdmissionRule.EVERY_FRAME.withMaxAge(Duration.ofSeconds(5))));
    detector.hang();
    offer(PixelFrames.frame(0, 0));
    await().until(() -> detector.calls() == 1);
    offer(PixelFrames.frame(1, 1, Wish.DETECT, Instant.now().minusSeconds(3)));
    await().until(() -> services.detector().queued() == 1);
    Thread.sleep(2100);
    detector.recover();
    window.drain(Duration.ofSeconds(5));

    assertThat(fates).containsExactly("detected 0", "TOO_OLD 1");
    assertThat(detector.calls()).isEqualTo(1);
  }

  @Test
  void maxFps_thinsOutTheCameraThatHasIt() {
    start(
        new AdmissionConfig(
            AdmissionRule.EVERY_FRAME,
            List.of(
                new CameraOverride(
                    "camera-1", SettingValues.DEFAULTS.with(AdmissionRule.MAX_FPS, 10.0)))));
    Instant start = Instant.now();
    for (int i = 0; i < 6; i++) {
      Instant time = start.plusMillis(50L * i);
      offer(PixelFrames.frame(1, i, Wish.DETECT, time));
      offer(PixelFrames.frame(2, 10 + i, Wish.DETECT, time));
    }
    window.drain(Duration.ofSeconds(5));

    assertThat(fates)
        .containsExactly(
            "detected 0",
            "detected 10",
            "RATE_LIMITED 1",
            "detected 11",
            "detected 2",
            "detected 12",
            "RATE_LIMITED 3",
            "detected 13",
            "detected 4",
            "detected 14",
            "RATE_LIMITED 5",
            "detected 15");
  }

  @Test
  void sampledOutFrame_isSkippedInItsTurnAndNeitherSupersedesNorUsesTheRate() {
    double share = 0.3;
    start(admission(new AdmissionRule(Freshness.LATEST, Duration.ZERO, 10, 0, share)));
    List<String> expected = new ArrayList<>();
    Instant start = Instant.now();
    for (int i = 0; i < 40; i++) {
      Frame frame = PixelFrames.frame(0, i, Wish.DETECT, start.plusMillis(50L * i));
      offer(frame);
      boolean chosen = FrameSample.takes(share, frame.frameId());
      expected.add((chosen ? "detected " : "SAMPLED_OUT ") + i);
      window.drain(Duration.ofSeconds(5));
    }

    List<String> sampledOut = expected.stream().filter(e -> e.startsWith("SAMPLED")).toList();
    assertThat(fates).containsAll(sampledOut).hasSize(40);
    assertThat(fates.stream().map(fate -> fate.split(" ")[1]).toList())
        .isEqualTo(expected.stream().map(fate -> fate.split(" ")[1]).toList());
    assertThat(fates.stream().filter(fate -> fate.startsWith("SAMPLED")).toList())
        .isEqualTo(sampledOut);
    long next = fates.stream().filter(fate -> fate.startsWith("RATE_LIMITED")).count();
    assertThat(next).as("only frames of the sample use up the rate").isLessThan(6);
  }

  @Test
  void replayedDeadLetterOutsideTheSample_isNotDetected() {
    start(admission(new AdmissionRule(Freshness.ALL, Duration.ZERO, 0, 0, 0)));
    RecordHeaders replay = new RecordHeaders();
    replay.add(DeadLetter.REPLAYED, "frames.dlq.v1-0@3".getBytes(StandardCharsets.UTF_8));
    offer(PixelFrames.frame(0, 1), replay);
    window.drain(Duration.ofSeconds(5));

    assertThat(fates).containsExactly("SAMPLED_OUT 1");
    assertThat(detector.calls()).isZero();
  }

  @Test
  void replayedDeadLetter_isDetectedHoweverOldAndSupersedesNothing() {
    start(admission(new AdmissionRule(Freshness.LATEST, Duration.ofSeconds(5), 1, 0, 1)));
    detector.hang();
    offer(PixelFrames.frame(0, 7));
    Frame old = PixelFrames.frame(0, 1, Wish.DETECT, Instant.now().minusSeconds(3600));
    RecordHeaders replay = new RecordHeaders();
    replay.add(DeadLetter.REPLAYED, "frames.dlq.v1-0@3".getBytes(StandardCharsets.UTF_8));
    offer(old, replay);
    offer(old, new RecordHeaders());
    detector.recover();
    window.drain(Duration.ofSeconds(5));

    assertThat(fates).containsExactly("detected 7", "detected 1", "TOO_OLD 1");
  }

  private static AdmissionConfig admission(AdmissionRule rule) {
    return new AdmissionConfig(rule, List.of());
  }

  private void offer(Frame frame) {
    offer(frame, new RecordHeaders());
  }

  /** Like {@link DetectProcessor}. */
  private void offer(Frame frame, RecordHeaders headers) {
    SourceOffset source = new SourceOffset(topics.of(TopicKind.FRAMES).name(), 0, offset++);
    byte[] value =
        topics
            .of(TopicKind.FRAMES)
            .valueSerde()
            .serializer()
            .serialize(source.topic(), headers, frame);
    byte[] key = frame.cameraId().getBytes(StandardCharsets.UTF_8);
    InputRecord input = new InputRecord(source, key, value, 0, headers);
    IntakeDecision arrival = intake.read(input);
    Reservation memory = window.makeRoom(value.length, arrival.work());
    CompletableFuture<FrameOutcome> outcome = intake.begin(arrival, source);
    window.add(input, outcome, memory);
  }

  private void forward(InputRecord input, FrameOutcome outcome) {
    if (outcome instanceof Detected detected) {
      fates.add("detected " + detected.frame().sequence());
    } else if (outcome instanceof Skipped skipped) {
      SkipReason reason = skipped.frame().reason();
      fates.add(reason + " " + skipped.frame().sequence());
    } else {
      fates.add(outcome.toString());
    }
  }
}
