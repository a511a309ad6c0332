package io.paastreams.ingest;

import java.time.Duration;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Converts a stream's timestamps to times since its first frame, which always increase.
 *
 * <p>Timestamps that are missing, stand still or go back, as some cameras write them after a
 * hiccup, are replaced by the nominal interval. So is a jump ahead of more than {@link #MOST_STEP},
 * beyond which FFmpeg assumes a discontinuity: a recording in real time would otherwise stand still
 * until the time of a wrong timestamp. A jump of more than that, in either direction, is reported
 * once.
 */
final class FrameTimes {

  static final Duration MOST_STEP = Duration.ofSeconds(10);

  private final AVRational timeBase;
  private final long intervalNanos;
  private final Consumer<String> notices;

  /** How far a timestamp is ahead of the time; meaningless until the first timestamp. */
  private long offsetNanos;

  private boolean anchored;
  private boolean told;
  private long lastNanos = -1;

  FrameTimes(AVRational timeBase, Duration interval, Consumer<String> notices) {
    this.timeBase = timeBase;
    // A rate derived from jumping timestamps is as wrong as they are.
    this.intervalNanos = Math.min(interval.toNanos(), MOST_STEP.toNanos());
    this.notices = notices;
  }

  /**
   * The time of the next frame.
   *
   * @param stamp in units of the time base, or {@code AV_NOPTS_VALUE}
   */
  Duration next(long stamp) {
    long nanos = stamp == avutil.AV_NOPTS_VALUE ? Long.MIN_VALUE : Ffmpeg.nanos(stamp, timeBase);
    // FFmpeg's rescaling also returns the smallest number for values that do not fit.
    boolean stamped = nanos != Long.MIN_VALUE;
    if (stamped && anchored) {
      long step = saturatedDifference(nanos, offsetNanos + lastNanos);
      if (step > 0 && step <= MOST_STEP.toNanos()) {
        lastNanos += step;
        return Duration.ofNanos(lastNanos);
      }
      if (Math.abs((double) step) > MOST_STEP.toNanos()) {
        tell(step);
      }
    }
    lastNanos = lastNanos < 0 ? 0 : lastNanos + intervalNanos;
    if (stamped) {
      anchored = true;
      offsetNanos = nanos - lastNanos;
    }
    return Duration.ofNanos(lastNanos);
  }

  private void tell(long step) {
    if (!told) {
      told = true;
      notices.accept(
          "the timestamps jump %s by %.1f s at %.1f s; the video continues after one frame interval instead, here and wherever they jump again"
              .formatted(
                  step > 0 ? "ahead" : "back", Math.abs((double) step) / 1e9, lastNanos / 1e9));
    }
  }

  private static long saturatedDifference(long a, long b) {
    long difference = a - b;
    boolean overflow = ((a ^ b) & (a ^ difference)) < 0;
    return overflow ? (a < b ? Long.MIN_VALUE : Long.MAX_VALUE) : difference;
  }
}
