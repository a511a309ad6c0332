package io.paastreams.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.SkippedFrame;
import io.paastreams.event.SourceOffset;
import io.paastreams.pipeline.FrameFailure;
import io.paastreams.pipeline.PipelineListener;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Metrics about the pipeline. Every frame received ends in one of {@code paa.frames.detected},
 * {@code paa.frames.skipped} and {@code paa.frames.dead.lettered}.
 *
 * <p>Threading: safe.
 */
public final class PipelineMetrics implements PipelineListener {

  private final MeterRegistry registry;
  private final Counter received;
  private final DistributionSummary frameBytes;
  private final Timer preparation;
  private final Timer latency;
  private final Timer drain;
  private final Counter stalls;
  private final Counter scattered;
  private final AtomicInteger stuck = new AtomicInteger();
  private final AtomicInteger fleet = new AtomicInteger(1);

  /** Registers the pipeline's meters. */
  public PipelineMetrics(MeterRegistry registry) {
    this.registry = registry;
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
            .description("Time for fetching, decoding and resizing an image")
            .publishPercentileHistogram()
            .register(registry);
    this.latency =
        Timer.builder("paa.frame.latency")
            .description("Time from the capture of a frame to its detection record")
            .publishPercentileHistogram()
            .maximumExpectedValue(Duration.ofMinutes(10))
            .register(registry);
    this.drain =
        Timer.builder("paa.drain")
            .description("Time spent waiting for the frames in flight before a commit")
            .register(registry);
    this.stalls =
        Counter.builder("paa.device.stalls")
            .description("Calls of the device that took longer than pipeline.deviceStuckAfter")
            .register(registry);
    this.scattered =
        Counter.builder("paa.cameras.scattered")
            .description("Cameras whose frames arrive on two partitions at the same time")
            .register(registry);
    Gauge.builder("paa.group.kinds", fleet, AtomicInteger::get)
        .description("Different models and guarantees in the group; 1 is right")
        .register(registry);
    Gauge.builder("paa.device.stuck", stuck, AtomicInteger::get)
        .description("1 while such a call has not returned")
        .register(registry);
  }

  @Override
  public void frameReceived(SourceOffset source, int bytes) {
    received.increment();
    frameBytes.record(bytes);
  }

  @Override
  public void framePrepared(Duration duration) {
    preparation.record(duration);
  }

  @Override
  public void frameDetected(DetectedFrame frame, Duration age) {
    Counter.builder("paa.frames.detected")
        .description("Frames with a detection record")
        .tag("camera", frame.cameraId())
        .register(registry)
        .increment();
    latency.record(age);
  }

  @Override
  public void frameSkipped(SkippedFrame frame) {
    Counter.builder("paa.frames.skipped")
        .description("Frames with a skipped-frame record")
        .tag("camera", frame.cameraId())
        .tag("reason", frame.reason().name().toLowerCase(Locale.ROOT))
        .register(registry)
        .increment();
  }

  @Override
  public void frameDeadLettered(SourceOffset source, String camera, FrameFailure failure) {
    Counter.builder("paa.frames.dead.lettered")
        .description("Frames with a dead letter")
        .tag("reason", failure.kind())
        .register(registry)
        .increment();
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
