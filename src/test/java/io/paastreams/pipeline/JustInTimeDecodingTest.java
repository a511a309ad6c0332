package io.paastreams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.batch.BatchListener;
import io.paastreams.claimcheck.ClaimCheckReader;
import io.paastreams.event.SkippedFrame.SkipReason;
import io.paastreams.event.SourceOffset;
import io.paastreams.image.ImageDecoder;
import io.paastreams.pipeline.IntakeDecision.Admitted;
import io.paastreams.pipeline.admission.Admission;
import io.paastreams.pipeline.admission.AdmissionConfig;
import io.paastreams.pipeline.admission.AdmissionRule;
import io.paastreams.pipeline.admission.Freshness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is decoded while the device is busy. */
@Timeout(30)
class JustInTimeDecodingTest {

  private static final Duration PER_BATCH = Duration.ofMillis(800);
  private static final int ARRIVING = 20;

  private final AtomicInteger decoded = new AtomicInteger();
  private final MemoryBudget memory = new MemoryBudget(1 << 20);
  private final AsyncDetector detection = detection();
  private long sequence;

  private AsyncDetector detection() {
    PipelineConfig config = TopologyFixture.config().build();
    FramePreparation preparation =
        new FramePreparation(
            ImageDecoder.withDefaultLimits(), new ClaimCheckReader(config.claimChecks()), memory);
    PipelineListener counter =
        new PipelineListener() {
          @Override
          public void framePrepared(SourceOffset source, Duration duration) {
            decoded.incrementAndGet();
          }
        };
    return new AsyncDetector(
        config,
        new ModelSlot(new PixelDetector(PER_BATCH), PixelFrames.PREPROCESSOR),
        preparation,
        Instant::now,
        counter,
        new BatchListener() {});
  }

  @AfterEach
  void close() {
    detection.close();
  }

  @ParameterizedTest
  @EnumSource(Freshness.class)
  void onlyFramesThatNoneMayReplace_areDecodedWhileTheDeviceIsBusy(Freshness freshness)
      throws Exception {
    AdmissionRule rule = new AdmissionRule(freshness, Duration.ZERO, 0, 0, 1);
    Admission admission = new Admission(new AdmissionConfig(rule, List.of()));
    result(detect(admission)); // tells how long a batch takes
    CompletableFuture<FrameOutcome> onDevice = detect(admission);
    while (detection.device().current() == null) {
      Thread.sleep(1);
    }
    decoded.set(0);
    List<CompletableFuture<FrameOutcome>> arriving = new ArrayList<>();
    for (int i = 0; i < ARRIVING; i++) {
      arriving.add(detect(admission));
      Thread.sleep(5);
    }

    assertThat(result(onDevice)).isInstanceOf(FrameOutcome.Detected.class);
    assertThat(result(arriving.get(ARRIVING - 1))).isInstanceOf(FrameOutcome.Detected.class);
    if (freshness == Freshness.LATEST) {
      for (CompletableFuture<FrameOutcome> replaced : arriving.subList(0, ARRIVING - 1)) {
        assertThat(result(replaced))
            .isInstanceOfSatisfying(
                FrameOutcome.Skipped.class,
                skipped -> assertThat(skipped.frame().reason()).isEqualTo(SkipReason.SUPERSEDED));
      }
      assertThat(decoded).hasValueLessThan(ARRIVING / 2);
    } else {
      assertThat(decoded).hasValue(ARRIVING);
    }
    assertThat(memory.used()).isZero();
  }

  private static FrameOutcome result(CompletableFuture<FrameOutcome> outcome) throws Exception {
    return outcome.get(20, TimeUnit.SECONDS);
  }

  private CompletableFuture<FrameOutcome> detect(Admission admission) {
    Admission.Camera camera = admission.camera(PixelFrames.cameraId(0));
    AdmissionRule rule = Admission.rule(camera, new RecordHeaders());
    long number = sequence++;
    return detection.detect(
        new Admitted(PixelFrames.frame(0, number), rule, Admission.lane(camera, rule)),
        new SourceOffset("frames.v1", 0, number));
  }
}
