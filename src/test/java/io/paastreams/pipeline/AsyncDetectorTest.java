package io.paastreams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.batch.BatchListener;
import io.paastreams.batch.BatchReport;
import io.paastreams.batch.CloseReason;
import io.paastreams.claimcheck.ClaimCheckReader;
import io.paastreams.event.SourceOffset;
import io.paastreams.image.ImageDecoder;
import io.paastreams.pipeline.IntakeDecision.Admitted;
import io.paastreams.pipeline.admission.Admission;
import io.paastreams.pipeline.admission.AdmissionConfig;
import io.paastreams.pipeline.admission.AdmissionRule;
import io.paastreams.pipeline.admission.EveryFrameLane;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With a batch delay longer than any test runs. */
@Timeout(20)
class AsyncDetectorTest {

  private final CountDownLatch decoding = new CountDownLatch(1);
  private final LinkedBlockingQueue<BatchReport> batches = new LinkedBlockingQueue<>();
  private final MemoryBudget memory = new MemoryBudget(1 << 20);
  private final AsyncDetector detection = detection();

  private AsyncDetector detection() {
    PipelineConfig config =
        TopologyFixture.config()
            .with(PipelineConfig.MAX_BATCH_SIZE, 8)
            .with(PipelineConfig.MAX_BATCH_DELAY, Duration.ofSeconds(10))
            .with(PipelineConfig.DECODE_THREADS, 1)
            .build();
    FramePreparation preparation =
        new FramePreparation(
            ImageDecoder.withDefaultLimits(), new ClaimCheckReader(config.claimChecks()), memory);
    PipelineListener slowDecoder =
        new PipelineListener() {
          @Override
          public void framePrepared(SourceOffset source, Duration duration) {
            try {
              decoding.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    BatchListener seen =
        new BatchListener() {
          @Override
          public void batchDone(BatchReport report) {
            batches.add(report);
          }
        };
    return new AsyncDetector(
        config,
        new ModelSlot(PixelDetector.instant(), PixelFrames.PREPROCESSOR),
        preparation,
        Instant::now,
        slowDecoder,
        seen);
  }

  @AfterEach
  void close() {
    decoding.countDown();
    detection.close();
  }

  @Test
  void aFrameAlone_waitsForNobody() throws Exception {
    decoding.countDown();
    for (int i = 0; i < 3; i++) {
      assertThat(detect(0, i).get(5, TimeUnit.SECONDS)).isInstanceOf(FrameOutcome.Detected.class);

      assertThat(batches.poll(5, TimeUnit.SECONDS))
          .returns(1, BatchReport::size)
          .returns(CloseReason.FLUSH, BatchReport::reason);
    }
  }

  @Test
  void framesThatAreBeingDecoded_areWaitedFor() throws Exception {
    List<CompletableFuture<FrameOutcome>> outcomes =
        IntStream.range(0, 5).mapToObj(camera -> detect(camera, 0)).toList();

    decoding.countDown();

    for (CompletableFuture<FrameOutcome> outcome : outcomes) {
      assertThat(outcome.get(5, TimeUnit.SECONDS)).isInstanceOf(FrameOutcome.Detected.class);
    }
    assertThat(batches.poll(5, TimeUnit.SECONDS)).returns(5, BatchReport::size);
    assertThat(memory.used()).isZero();
  }

  private CompletableFuture<FrameOutcome> detect(int camera, long sequence) {
    AdmissionRule rule =
        Admission.rule(
            new Admission(AdmissionConfig.EVERY_FRAME).camera(PixelFrames.cameraId(camera)),
            new RecordHeaders());
    return detection.detect(
        new Admitted(PixelFrames.frame(camera, sequence), rule, EveryFrameLane.INSTANCE),
        new SourceOffset("frames.v1", camera, sequence));
  }
}
