package io.paastreams.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.paastreams.detection.ModelIdentity;
import io.paastreams.event.DeadLetterReason;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.SkippedFrame;
import io.paastreams.event.SourceOffset;
import io.paastreams.pipeline.DetectionPipeline;
import io.paastreams.pipeline.PipelineListener;
import io.paastreams.streams.ApplicationState;
import io.paastreams.streams.InputRecord;
import io.paastreams.streams.RecordFailure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Metrics about the pipeline. Every received frame is finally counted in one of {@code
 * paa.frames.detected}, {@code paa.frames.skipped} and {@code paa.frames.dead.lettered}.
 *
 * <p>Threading: safe.
 */
public final class PipelineMetrics implements PipelineListener {

  private final MeterRegistry registry;
  private final CameraMeters cameras;
  private final Counter wrongClocks;
  private final Counter received;
  private final DistributionSummary frameBytes;
  private final Timer preparation;
  private final Timer latency;
  private final Timer drain;
  private final Counter stalls;
  private final Counter expired;
  private final Counter scattered;
  private final AtomicInteger stuck = new AtomicInteger();
  private final AtomicInteger fleet = new AtomicInteger(1);
  private @Nullable Meter model;

  /**
   * Registers the pipeline's meters.
   *
   * @param labels which cameras have series of their own
   */
  public PipelineMetrics(MeterRegistry registry, CameraLabels labels) {
    this.registry = registry;
    this.cameras = new CameraMeters(registry, labels, InstantSource.system());
    this.wrongClocks =
        Counter.builder("paa.frames.wrong.clock")
            .description(
                "Detected and skipped frames whose clock is wrong, which are not part of the"
                    + " latency")
            .register(registry);
    // Prometheus sees no increase in a series that begins with its first failure.
    EnumSet.range(DeadLetterReason.NO_VALUE, DeadLetterReason.UNWRITABLE_RESULT)
        .forEach(reason -> deadLettered(reason.id()));
    this.received =
        Counter.builder("paa.frames.received")
            .description("Records read from the frames topic")
            .register(registry);
    this.frameBytes =
        DistributionSummary.builder("paa.frame.size")
            .description("Size of the key and value of a record on the frames topic")
            .baseUnit("bytes")
            .register(registry);
    this.preparation =
        Timer.builder("paa.frame.preparation")
            .description("Fetching, decoding and resizing an image")
            .publishPercentileHistogram()
            .register(registry);
    this.latency =
        Timer.builder("paa.frame.latency")
            .description("Age at detection: from the capture of a frame to its detection record")
            .publishPercentileHistogram()
            .maximumExpectedValue(Duration.ofMinutes(10))
            .register(registry);
    this.drain =
        Timer.builder("paa.drain")
            .description("Time spent waiting for the frames in flight before a commit")
            .register(registry);
    this.stalls =
        Counter.builder("paa.device.stalls")
            .description("Calls to the device that took longer than pipeline.deviceStuckAfter")
            .register(registry);
    this.expired = TopicTroubles.expired(registry, "paa");
    this.scattered =
        Counter.builder("paa.cameras.scattered")
            .description("Cameras whose frames arrive on two partitions at the same time")
            .register(registry);
    Gauge.builder("paa.group.kinds", fleet, AtomicInteger::get)
        .description("Different models and guarantees in the group; should be 1")
        .register(registry);
    Gauge.builder("paa.device.stuck", stuck, AtomicInteger::get)
        .description("1 while such a call has not returned")
        .register(registry);
  }

  /** Shows the state of a pipeline, its queue, its memory, its device and its model. */
  public void watch(DetectionPipeline pipeline) {
    for (ApplicationState state : ApplicationState.values()) {
      Gauge.builder("paa.pipeline.state", pipeline, each -> each.state() == state ? 1 : 0)
          .description("1 for the state that the pipeline is in")
          .tag("state", state.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    gauge("paa.pipeline.partitions", pipeline, each -> each.health().partitions())
        .description("Partitions of the frames topic that this instance reads")
        .register(registry);
    gauge("paa.pipeline.brokers.up", pipeline, each -> each.health().brokersAnswer() ? 1 : 0)
        .description("1 while the group's coordinator answers")
        .register(registry);
    TopicTroubles.watch(registry, "paa", pipeline, DetectionPipeline::blockedRecords);
    gauge("paa.queue.frames", pipeline, DetectionPipeline::queuedFrames)
        .description("Decoded images that wait for a batch")
        .register(registry);
    gauge("paa.in.flight", pipeline, DetectionPipeline::inFlightBytes)
        .description("Memory of the frames between arrival and result")
        .baseUnit("bytes")
        .register(registry);
    gauge("paa.in.flight.max", pipeline, DetectionPipeline::maxInFlightBytes)
        .description("Its limit: pipeline.maxInFlightBytes")
        .baseUnit("bytes")
        .register(registry);
    FunctionCounter.builder("paa.device.busy", pipeline, each -> each.deviceBusy().toNanos() / 1e9)
        .description("Time in which at least one batch was being computed; its rate is the share")
        .baseUnit("seconds")
        .register(registry);
    showModel(pipeline.model());
    switches(true);
    switches(false);
  }

  /** Counts an exchange of the model, and shows the current one. */
  public void modelSwitched(boolean done, ModelIdentity now) {
    switches(done).increment();
    showModel(now);
  }

  /** Shows whether a restart would bring the model that is at work. */
  public void watchConfigured(BooleanSupplier configured) {
    // Nobody else keeps the supplier.
    Gauge.builder("paa.model.configured", configured, each -> each.getAsBoolean() ? 1 : 0)
        .strongReference(true)
        .description("1 while model.path names the model at work; 0 if a restart brings another")
        .register(registry);
  }

  private synchronized void showModel(ModelIdentity now) {
    if (model != null) {
      registry.remove(model);
    }
    model =
        Gauge.builder("paa.model.info", () -> 1)
            .description("Always 1; the labels name the model")
            .tag("model", now.name())
            .tag("sha256", now.sha256())
            .register(registry);
  }

  private Counter switches(boolean done) {
    return Counter.builder("paa.model.switches")
        .description(
            "Exchanges of the model while the pipeline was running; a failed one"
                + " keeps the old model")
        .tag("outcome", done ? "done" : "failed")
        .register(registry);
  }

  private static Gauge.Builder<DetectionPipeline> gauge(
      String name, DetectionPipeline pipeline, ToDoubleFunction<DetectionPipeline> value) {
    return Gauge.builder(name, pipeline, value);
  }

  @Override
  public void frameReceived(InputRecord input) {
    received.increment();
    frameBytes.record(input.bytes());
  }

  @Override
  public void framePrepared(SourceOffset source, Duration duration) {
    preparation.record(duration);
  }

  @Override
  public void frameDetected(DetectedFrame frame, Duration age) {
    cameras.detected(frame.cameraId());
    if (Plausibility.isAge(frame, age)) {
      latency.record(age.isNegative() ? Duration.ZERO : age);
    } else {
      wrongClocks.increment();
    }
  }

  @Override
  public void frameSkipped(SkippedFrame frame) {
    cameras.skipped(frame.cameraId(), frame.reason());
    // Where admission.maxAge is set, such frames are never detected.
    if (!Plausibility.isAge(frame)) {
      wrongClocks.increment();
    }
  }

  @Override
  public void frameDeadLettered(SourceOffset source, String camera, RecordFailure failure) {
    deadLettered(failure.kind()).increment();
  }

  private Counter deadLettered(String reason) {
    return Counter.builder("paa.frames.dead.lettered")
        .description("Frames with a dead letter")
        .tag("reason", reason)
        .register(registry);
  }

  @Override
  public void framesExpired(long records) {
    expired.increment(records);
  }

  @Override
  public void deviceStuck(Duration age) {
    stalls.increment();
    stuck.set(1);
  }

  @Override
  public void deviceRecovered() {
    stuck.set(0);
  }

  @Override
  public void cameraScattered(String camera) {
    scattered.increment();
  }

  @Override
  public void fleetSeen(int kinds) {
    fleet.set(kinds);
  }

  @Override
  public void drained(int frames, Duration duration) {
    drain.record(duration);
  }
}
