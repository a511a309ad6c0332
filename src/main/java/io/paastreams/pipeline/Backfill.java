package io.paastreams.pipeline;

import io.paastreams.batch.BatchListener;
import io.paastreams.event.SourceOffset;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicUse;
import io.paastreams.event.Topics;
import io.paastreams.image.ImageDecoder;
import io.paastreams.image.Preprocessor;
import io.paastreams.inference.Detector;
import io.paastreams.pipeline.MemoryBudget.Reservation;
import io.paastreams.streams.InputRecord;
import io.paastreams.streams.RecordLimits;
import io.paastreams.streams.RecordTime;
import io.paastreams.streams.TopicCheck;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Detects a time range of the frames topic into another topic, and ends.
 *
 * <p>Frames take the same path as in the pipeline: intake, decoding, micro-batches, in-flight
 * window, dead letters; only who reads and writes differs. Every frame is detected, whatever the
 * admission settings say. The frames topic is read by a consumer that joins no group, and progress
 * is kept under a group of the backfill's own, so that the live application is not affected. A
 * backfill of the same time range, cameras and model that is started again continues where it
 * stopped; under exactly-once each frame has one result, and under at-least-once a repeated result
 * has the same {@code detectionId}.
 *
 * <p>Threading: confined to one thread.
 */
public final class Backfill {

  /** The topics that a backfill uses, and how. */
  public static final List<TopicUse> TOPICS =
      List.of(
          TopicUse.reads(TopicKind.FRAMES),
          TopicUse.writes(TopicKind.DETECTIONS),
          TopicUse.writes(TopicKind.DEAD_LETTERS));

  private static final int OVERHEAD_BYTES = 1 << 10;

  private final PipelineConfig config;
  private final Topics topics;
  private final Detector detector;
  private final Preprocessor preprocessor;
  private final ImageDecoder decoder;
  private final BackfillScope scope;
  private final InstantSource clock = InstantSource.system();

  private final Map<String, Long> deadLettered = new HashMap<>();
  private long read;
  private long detected;
  private long passedBy;

  /**
   * A backfill, which can be run once.
   *
   * @param topics the topics of frames, which it reads, and of detections and dead letters, which
   *     it writes
   * @param detector remains owned by the caller
   */
  public Backfill(
      PipelineConfig config,
      Topics topics,
      Detector detector,
      Preprocessor preprocessor,
      ImageDecoder decoder,
      BackfillScope scope) {
    this.config = config.everyFrame();
    this.topics = topics;
    this.detector = detector;
    this.preprocessor = preprocessor;
    this.decoder = decoder;
    this.scope = scope;
  }

  /** Receives the progress. */
  @FunctionalInterface
  public interface Progress {

    /** This many of all records have been processed. */
    void update(long done, long total);
  }

  /**
   * Runs to the end, or until it is stopped.
   *
   * @throws IllegalStateException with the remedy, if the cluster refuses, the detector fails for
   *     good, or another run of the same backfill took over; what was committed until then is not
   *     repeated by the next run
   */
  public BackfillReport run(BooleanSupplier stop, Progress progress) {
    RecordLimits limits = new TopicCheck(config.settings(), topics.names(), TOPICS).run();
    String target = topics.of(TopicKind.DETECTIONS).name();
    String name = "%s.backfill.%s".formatted(config.applicationId(), target);
    try (DetectionServices services =
            new DetectionServices(
                config,
                topics,
                limits,
                new ModelSlot(detector, preprocessor),
                decoder,
                PipelineListener.NONE,
                BatchListener.NONE,
                clock);
        BackfillSink sink = new BackfillSink(config, limits, name);
        BackfillFrames frames =
            new BackfillFrames(
                config,
                topics.of(TopicKind.FRAMES).name(),
                name,
                scope,
                scope.identity(detector.model().sha256()))) {
      boolean complete = run(services, sink, frames, stop, progress);
      BackfillReport report =
          new BackfillReport(read, detected, deadLettered, passedBy, frames.isResumed(), complete);
      if (!report.isBalanced()) {
        throw new IllegalStateException("the backfill does not balance: " + report);
      }
      return report;
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw new IllegalStateException(
          "another backfill into %s was started: only the last one continues".formatted(target), e);
    } catch (KafkaException | ModelUnusableException | DetectionStalledException e) {
      throw new IllegalStateException(
          "the backfill stopped: %s; start it again to continue where it was"
              .formatted(e.getMessage()),
          e);
    }
  }

  private boolean run(
      DetectionServices services,
      BackfillSink sink,
      BackfillFrames frames,
      BooleanSupplier stop,
      Progress progress) {
    OutcomeWriter writer = services.newWriter();
    FrameIntake intake = services.newIntake();
    InFlightWindow window =
        new InFlightWindow(
            new InFlightLimit(config.maxInFlightPerTask(), config.drainTarget()),
            services.memory(),
            services.detector().waiter(),
            (input, outcome) -> send(sink, writer.write(input, outcome)),
            services.detector().awake());
    long handled = 0;
    long committed = System.nanoTime();
    boolean stopped = false;
    boolean ended = frames.isAtEnd();
    while (!ended && !stopped) {
      for (var record : frames.next()) {
        stopped = stop.getAsBoolean();
        if (stopped) {
          break;
        }
        offer(record, frames, intake, window);
        frames.done(record);
        progress.update(++handled, frames.total());
      }
      stopped |= stop.getAsBoolean();
      window.forwardFinished();
      ended = !stopped && frames.isAtEnd();
      Duration since = Duration.ofNanos(System.nanoTime() - committed);
      if (ended || stopped || since.compareTo(config.commitInterval()) >= 0) {
        window.drain(config.drainTimeout());
        sink.commit(frames.consumer(), frames.takeProgress());
        committed = System.nanoTime();
      }
    }
    return !stopped;
  }

  private void offer(
      ConsumerRecord<byte @Nullable [], byte @Nullable []> record,
      BackfillFrames frames,
      FrameIntake intake,
      InFlightWindow window) {
    if (!frames.isWanted(record)) {
      passedBy++;
      return;
    }
    read++;
    SourceOffset source = new SourceOffset(record.topic(), record.partition(), record.offset());
    InputRecord found =
        new InputRecord(source, record.key(), record.value(), record.timestamp(), record.headers());
    IntakeDecision decision = intake.read(found);
    InputRecord input =
        found.at(RecordTime.of(found.timestamp(), decision.captureTime(), clock.instant()));
    Reservation memory =
        window.makeRoom(
            input.bytes() + decision.bytesBeside(input) + OVERHEAD_BYTES, decision.work());
    boolean added = false;
    try {
      CompletableFuture<FrameOutcome> outcome = intake.begin(decision, source);
      window.add(input, outcome, memory);
      added = true;
    } finally {
      if (!added) {
        memory.release();
      }
    }
  }

  private void send(BackfillSink sink, Record<byte @Nullable [], SerializedResult> result) {
    SerializedResult value = result.value();
    TopicKind<?> kind = TopicKind.DETECTIONS;
    if (value instanceof SerializedResult.Detection) {
      detected++;
    } else if (value instanceof SerializedResult.DeadLetter letter) {
      deadLettered.merge(letter.failure().kind(), 1L, Long::sum);
      kind = TopicKind.DEAD_LETTERS;
    } else {
      throw new IllegalStateException("a backfill skips no frame, but skipped " + value);
    }
    sink.send(
        new ProducerRecord<>(
            topics.names().of(kind),
            null,
            result.timestamp(),
            result.key(),
            value.bytes(),
            result.headers()));
  }
}
