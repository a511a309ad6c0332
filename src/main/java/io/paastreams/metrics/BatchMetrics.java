package io.paastreams.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.paastreams.batch.BatchListener;
import io.paastreams.batch.BatchReport;
import io.paastreams.batch.BatchTuning;
import io.paastreams.batch.CloseReason;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Metrics about why batches close and how full they are.
 *
 * <p>Threading: safe.
 */
public final class BatchMetrics implements BatchListener {

  private final DistributionSummary size;
  private final Timer wait;
  private final Timer handling;
  private final MeterRegistry registry;
  private final Counter failedCalls;
  private final Counter lowered;
  private final Map<Object, Tuned> tuned = new ConcurrentHashMap<>();

  /** Registers the batcher's meters. */
  public BatchMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.size =
        DistributionSummary.builder("paa.batch.size")
            .description("Frames per batch")
            .publishPercentileHistogram()
            .maximumExpectedValue(1024.0)
            .register(registry);
    this.wait =
        Timer.builder("paa.batch.wait")
            .description("From the submission of a batch's oldest frame to its closing")
            .publishPercentileHistogram()
            .register(registry);
    this.handling =
        Timer.builder("paa.batch.handling")
            .description("Time from the closing of a batch to its last result")
            .publishPercentileHistogram()
            .register(registry);
    for (CloseReason reason : CloseReason.values()) {
      // A reason that never occurs is also informative.
      closed(reason);
    }
    this.failedCalls =
        Counter.builder("paa.batch.failures")
            .description(
                "Detector calls that failed; batches of several frames are split and retried")
            .register(registry);
    this.lowered =
        Counter.builder("paa.batch.limit.lowered")
            .description("Times that batches had to become smaller because the device lacks memory")
            .register(registry);
  }

  @Override
  public void limitLowered(Object bucket, int limit) {
    lowered.increment();
  }

  @Override
  public void batchDone(BatchReport report) {
    size.record(report.size());
    wait.record(report.oldestWait());
    handling.record(report.handling());
    closed(report.reason()).increment();
  }

  private Counter closed(CloseReason reason) {
    return Counter.builder("paa.batches")
        .description("Batches by the reason for which they closed")
        .tag("reason", reason.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  @Override
  public void tuned(Object bucket, BatchTuning tuning) {
    // The same input with another model is the same series.
    tuned.computeIfAbsent(bucket.toString(), input -> tunedMeters(input, tuning)).latest = tuning;
  }

  /** The state that gauges read. */
  private static final class Tuned {
    volatile BatchTuning latest;

    Tuned(BatchTuning first) {
      latest = first;
    }
  }

  /** The meters for one image size. */
  private Tuned tunedMeters(Object input, BatchTuning first) {
    Tuned ofInput = new Tuned(first);
    Gauge.builder("paa.batch.tuned.size", ofInput, t -> t.latest.maxSize())
        .description("Maximum number of frames per batch under a latency target")
        .tag("input", input.toString())
        .register(registry);
    TimeGauge.builder(
            "paa.batch.tuned.time",
            ofInput,
            TimeUnit.NANOSECONDS,
            t -> t.latest.batchTime().toNanos())
        .description("Time that a batch of that size takes")
        .tag("input", input.toString())
        .register(registry);
    return ofInput;
  }

  @Override
  public void callFailed(Object bucket, int items, Throwable cause) {
    failedCalls.increment();
  }
}
