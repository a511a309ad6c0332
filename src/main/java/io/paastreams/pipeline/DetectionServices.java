package io.paastreams.pipeline;

import io.paastreams.batch.BatchListener;
import io.paastreams.claimcheck.ClaimCheckReader;
import io.paastreams.event.TopicKind;
import io.paastreams.event.Topics;
import io.paastreams.image.ImageDecoder;
import io.paastreams.pipeline.admission.Admission;
import io.paastreams.streams.RecordLimits;
import io.paastreams.streams.RecordWriter;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What the tasks of one JVM share: the detector behind its batcher, the memory budget, the topics.
 *
 * <p>Threading: safe.
 */
final class DetectionServices implements AutoCloseable {

  private final PipelineConfig config;
  private final Topics topics;
  private final RecordLimits limits;
  private final PipelineListener listener;
  private final InstantSource clock;
  private final MemoryBudget memory;
  private final AsyncDetector detector;
  private final CameraPartitions partitions;

  DetectionServices(
      PipelineConfig config,
      Topics topics,
      RecordLimits limits,
      ModelSlot models,
      ImageDecoder decoder,
      PipelineListener listener,
      BatchListener batchListener,
      InstantSource clock) {
    this.config = config;
    this.topics = topics;
    this.limits = limits;
    this.listener = listener;
    this.clock = clock;
    this.partitions = new CameraPartitions(listener);
    this.memory = new MemoryBudget(config.maxInFlightBytes());
    ClaimCheckReader claimChecks = new ClaimCheckReader(config.claimChecks());
    FramePreparation preparation = new FramePreparation(decoder, claimChecks, memory);
    this.detector = new AsyncDetector(config, models, preparation, clock, listener, batchListener);
  }

  FrameIntake newIntake() {
    Admission admission = new Admission(config.admission());
    return new FrameIntake(
        topics.of(TopicKind.FRAMES),
        config.maxFrameBytes(),
        admission,
        partitions,
        detector,
        clock);
  }

  OutcomeWriter newWriter() {
    return new OutcomeWriter(new RecordWriter(topics, limits));
  }

  MemoryBudget memory() {
    return memory;
  }

  AsyncDetector detector() {
    return detector;
  }

  PipelineListener listener() {
    return listener;
  }

  InstantSource clock() {
    return clock;
  }

  /**
   * Gives up work in flight.
   *
   * @return whether the detector is no longer in use
   */
  boolean close(Duration timeout) {
    return detector.close(timeout);
  }

  @Override
  public void close() {
    detector.close();
  }
}
