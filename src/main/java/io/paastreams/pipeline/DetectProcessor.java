package io.paastreams.pipeline;

import io.paastreams.event.SourceOffset;
import io.paastreams.pipeline.MemoryBudget.Reservation;
import io.paastreams.streams.CommitHook;
import io.paastreams.streams.InputRecord;
import io.paastreams.streams.RecordTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Takes in frames and forwards results in the order of the partition; the detection itself runs
 * elsewhere. {@link InFlightWindow} explains how nothing gets lost in between.
 *
 * <p>Threading: confined to the stream thread of its task.
 */
final class DetectProcessor
    implements Processor<
        byte @Nullable [], byte @Nullable [], byte @Nullable [], SerializedResult> {

  /**
   * The overhead of a record in the window besides its bytes, which limits the number of tiny ones.
   */
  private static final int OVERHEAD_BYTES = 1 << 10;

  private final PipelineConfig config;
  private final FrameIntake intake;
  private final OutcomeWriter writer;
  private final PipelineListener listener;
  private final InstantSource clock;
  private final InFlightWindow window;

  private @Nullable ProcessorContext<byte @Nullable [], SerializedResult> context;
  private @Nullable CommitHook hook;
  private @Nullable Cancellable punctuation;

  DetectProcessor(PipelineConfig config, DetectionServices services) {
    this.config = config;
    this.intake = services.newIntake();
    this.writer = services.newWriter();
    this.listener = services.listener();
    this.clock = services.clock();
    this.window =
        new InFlightWindow(
            new InFlightLimit(config.maxInFlightPerTask(), config.drainTarget()),
            services.memory(),
            services.detector().waiter(),
            this::forward,
            services.detector().awake());
  }

  @Override
  public void init(ProcessorContext<byte @Nullable [], SerializedResult> context) {
    this.context = context;
    this.hook =
        CommitHook.attach(context, DetectionTopology.COMMIT_HOOK, this::finishAllBeforeCommit);
    window.reopen();
  }

  @Override
  public void process(Record<byte @Nullable [], byte @Nullable []> record) {
    RecordMetadata metadata = attached().recordMetadata().orElseThrow();
    SourceOffset source =
        new SourceOffset(metadata.topic(), metadata.partition(), metadata.offset());
    InputRecord read = InputRecord.of(source, record);
    listener.frameReceived(read);
    IntakeDecision decision = intake.read(read);
    InputRecord input =
        read.at(RecordTime.of(read.timestamp(), decision.captureTime(), clock.instant()));
    long bytes = input.bytes() + decision.bytesBeside(input) + OVERHEAD_BYTES;
    Reservation memory = window.makeRoom(bytes, decision.work());
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
    window.forwardFinished();
    lookAgainLater();
  }

  /**
   * Schedules a punctuation; there is none while nothing is in flight, because a punctuation makes
   * the task commit.
   */
  private void lookAgainLater() {
    if (!window.isEmpty() && punctuation == null) {
      punctuation =
          attached()
              .schedule(
                  config.forwardInterval(),
                  PunctuationType.WALL_CLOCK_TIME,
                  time -> forwardFinishedFromTimer());
    }
  }

  private void forwardFinishedFromTimer() {
    window.forwardFinished();
    if (window.isEmpty() && punctuation != null) {
      punctuation.cancel();
      punctuation = null;
    }
  }

  private void finishAllBeforeCommit() {
    if (window.isEmpty() && !window.isAbandoned()) {
      return;
    }
    long start = System.nanoTime();
    int frames = window.drain(config.drainTimeout());
    listener.drained(frames, Duration.ofNanos(System.nanoTime() - start));
  }

  private void forward(InputRecord input, FrameOutcome outcome) {
    if (hook == null) {
      throw new IllegalStateException("the processor is not initialised");
    }
    Record<byte @Nullable [], SerializedResult> result = writer.write(input, outcome);
    hook.forwardAs(
        input.source(),
        input.timestamp(),
        result.headers(),
        () -> attached().forward(result, result.value().sink()));
    tell(input, result.value());
    listener.resultForwarded(input, result.headers());
  }

  private void tell(InputRecord input, SerializedResult result) {
    if (result instanceof SerializedResult.Detection detection) {
      Duration latency = Duration.between(detection.frame().captureTime(), clock.instant());
      listener.frameDetected(detection.frame(), latency);
    } else if (result instanceof SerializedResult.Skip skip) {
      listener.frameSkipped(skip.frame());
    } else if (result instanceof SerializedResult.DeadLetter letter) {
      listener.frameDeadLettered(input.source(), input.camera(), letter.failure());
    }
  }

  private ProcessorContext<byte @Nullable [], SerializedResult> attached() {
    if (context == null) {
      throw new IllegalStateException("the processor is not initialised");
    }
    return context;
  }

  @Override
  public void close() {
    if (punctuation != null) {
      punctuation.cancel();
      punctuation = null;
    }
    window.abandonAll();
  }
}
