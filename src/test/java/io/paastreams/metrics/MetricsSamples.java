package io.paastreams.metrics;

import io.paastreams.event.DetectedFrame;
import io.paastreams.event.SkippedFrame;
import io.paastreams.event.SourceOffset;
import io.paastreams.geometry.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Records for the tests of metrics. */
final class MetricsSamples {

  private MetricsSamples() {}

  static DetectedFrame detected(String camera, Instant captured, Instant ingested) {
    return new DetectedFrame(
        new UUID(0, 1),
        new UUID(0, 2),
        camera,
        null,
        0,
        new Size(320, 256),
        List.of(),
        List.of(),
        "model",
        "00",
        new SourceOffset("frames.v1", 0, 7),
        captured,
        ingested,
        ingested,
        null,
        List.of(),
        List.of());
  }

  static SkippedFrame skipped(String camera, SkippedFrame.SkipReason reason) {
    return new SkippedFrame(
        new UUID(0, 1),
        camera,
        null,
        0,
        reason,
        new SourceOffset("frames.v1", 0, 7),
        Instant.EPOCH,
        Instant.EPOCH,
        Instant.EPOCH);
  }
}
