package io.paastreams.cli.demo;

import com.fasterxml.jackson.annotation.JsonGetter;
import io.paastreams.detection.DetectionTerms;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a demo did, counted on the topics by a separate consumer rather than by the pipeline.
 *
 * @param model the name of the model
 * @param cameras number of cameras
 * @param upSeconds from the start of the command to the first frame sent
 * @param seconds from the first frame sent to the last record read
 * @param framesIn frame events that the broker acknowledged
 * @param detected frames with a record on the detections topic
 * @param skipped frames with a record on the skipped topic
 * @param deadLettered frames with a record on the dead-letter topic
 * @param repeated records beyond the first of their frame (possible under at-least-once after a
 *     failure)
 * @param outOfOrder detection records that arrived after a later frame of their camera
 * @param objects detections in all frames, faint ones left out
 * @param framesPerSecond detected / seconds
 * @param meanBatchSize frames per forward pass
 * @param terms which boxes are detections, according to the records; null if there are none
 * @param quality of the detections, faint ones included, against the clips' boxes; null if the
 *     model has other classes
 * @param analytics what analytics made of the detection records
 */
public record DemoSummary(
    String model,
    int cameras,
    double upSeconds,
    double seconds,
    long framesIn,
    long detected,
    long skipped,
    long deadLettered,
    long repeated,
    long outOfOrder,
    long objects,
    double framesPerSecond,
    double meanBatchSize,
    LatencyMillis latencyMillis,
    @Nullable DetectionTerms terms,
    @Nullable DetectionQuality quality,
    AnalyticsSummary analytics) {

  /**
   * Whether every frame has exactly one of the three outcomes, in its camera's order, and every
   * detection record has its track record.
   */
  @JsonGetter("balanced")
  public boolean balanced() {
    return framesIn == detected + skipped + deadLettered
        && repeated == 0
        && outOfOrder == 0
        && analytics.balanced();
  }

  private String judged() {
    return terms == null || terms.faintThreshold() == null
        ? ""
        : ", with the faint boxes above " + terms.faintThreshold();
  }

  /** The closing lines of the terminal. */
  public String toText() {
    return String.format(
        Locale.ROOT,
        """
        model          %s
        cameras        %d
        frames in      %d
        detected       %d  (%d objects%s)
        AP50           %s
        skipped        %d
        dead-lettered  %d
        repeated       %d
        out of order   %d
        throughput     %.1f frames detected per second over %.1f s, %.2f frames per batch
        latency        p50 %s, p99 %s, max %s from capture to record
        %sbalance        %d = %d + %d + %d: %s
        """,
        model,
        cameras,
        framesIn,
        detected,
        objects,
        terms == null ? "" : " at a score above " + terms.scoreThreshold(),
        quality == null
            ? "not evaluated: the model has other classes"
            : quality.toText() + judged(),
        skipped,
        deadLettered,
        repeated,
        outOfOrder,
        framesPerSecond,
        seconds,
        meanBatchSize,
        latencyMillis.text(latencyMillis.p50()),
        latencyMillis.text(latencyMillis.p99()),
        latencyMillis.text(latencyMillis.max()),
        analytics.toText(),
        framesIn,
        detected,
        skipped,
        deadLettered,
        balanced() ? "balanced" : "NOT BALANCED");
  }
}
