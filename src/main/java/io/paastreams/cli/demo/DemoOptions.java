package io.paastreams.cli.demo;

import io.paastreams.streams.Guarantee;
import java.time.Duration;

/**
 * What a demo plays.
 *
 * @param cameras the number of cameras, at least 1; beyond four the clips repeat
 * @param duration how long the cameras play; zero until interrupted
 * @param speed how fast they play
 * @param guarantee the pipeline's guarantee
 * @param latencyTarget the latency target of the pipeline's batches; zero for none
 * @param page whether the live page is served
 */
public record DemoOptions(
    int cameras,
    Duration duration,
    Speed speed,
    Guarantee guarantee,
    Duration latencyTarget,
    boolean page) {

  /** How fast the clips play. */
  public enum Speed {
    /**
     * At their own 30 frames per second; frames that a slow machine cannot detect in time are
     * skipped.
     */
    REALTIME,
    /** As fast as the pipeline detects. */
    MAX
  }
}
