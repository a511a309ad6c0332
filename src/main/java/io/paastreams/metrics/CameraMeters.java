package io.paastreams.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.paastreams.event.SkippedFrame.SkipReason;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Series with a camera's label, bounded by {@link CameraLabels}.
 *
 * <p>Threading: safe.
 */
final class CameraMeters {

  private final MeterRegistry registry;
  private final CameraLabels labels;
  private final InstantSource clock;
  private final Map<String, AtomicLong> lastFrames = new ConcurrentHashMap<>();

  CameraMeters(MeterRegistry registry, CameraLabels labels, InstantSource clock) {
    this.registry = registry;
    this.labels = labels;
    this.clock = clock;
    labels.onForgotten(this::remove);
    // The share of a reason that never occurs must be 0, not unknown.
    for (SkipReason reason : SkipReason.values()) {
      skips(CameraLabels.OTHER, reason);
    }
  }

  /** Counts a frame that was detected. */
  void detected(String camera) {
    String label = seen(camera);
    Counter.builder("paa.frames.detected")
        .description("Frames with a detection record")
        .tag("camera", label)
        .register(registry)
        .increment();
  }

  /** Counts a frame that was skipped. */
  void skipped(String camera, SkipReason reason) {
    skips(seen(camera), reason).increment();
  }

  private Counter skips(String label, SkipReason reason) {
    return Counter.builder("paa.frames.skipped")
        .description("Frames with a skipped-frame record")
        .tag("camera", label)
        .tag("reason", reason.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private String seen(String camera) {
    String label = labels.of(camera);
    if (!label.equals(CameraLabels.OTHER)) {
      lastFrames.computeIfAbsent(label, this::lastFrame).set(clock.millis());
    }
    return label;
  }

  private AtomicLong lastFrame(String label) {
    AtomicLong time = new AtomicLong(clock.millis());
    TimeGauge.builder(
            "paa.camera.last.frame.timestamp", time, TimeUnit.MILLISECONDS, AtomicLong::get)
        .description("When the latest frame of a camera was detected or skipped, since 1970")
        .tag("camera", label)
        .register(registry);
    return time;
  }

  private void remove(String label) {
    lastFrames.remove(label);
    List<Meter> lost = new ArrayList<>();
    for (Meter meter : registry.getMeters()) {
      if (meter.getId().getName().startsWith("paa.")
          && !meter.getId().getName().startsWith("paa.ingest.")
          && label.equals(meter.getId().getTag("camera"))) {
        lost.add(meter);
      }
    }
    lost.forEach(registry::remove);
  }
}
