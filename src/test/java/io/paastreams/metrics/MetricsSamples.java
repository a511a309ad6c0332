package io.paastreams.metrics;

import io.paastreams.detection.ModelIdentity;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.Lineage;
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
        new Lineage(
            new UUID(0, 2),
            camera,
            null,
            0,
            new SourceOffset("frames.v1", 0, 7),
            captured,
            ingested),
        new Size(320, 256),
        List.of(),
        List.of(),
        new ModelIdentity("model", "00"),
        ingested);
  }

  static SkippedFrame skipped(String camera, SkippedFrame.SkipReason reason) {
    return new SkippedFrame(
        new Lineage(
            new UUID(0, 1),
            camera,
            null,
            0,
            new SourceOffset("frames.v1", 0, 7),
            Instant.EPOCH,
            Instant.EPOCH),
        reason,
        Instant.EPOCH);
  }
}
