package io.paastreams.ingest;

import java.time.Duration;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * From a stream's time stamps to times since its first frame. Stamps that are missing or go back,
 * as cameras send them after a hiccup, are bridged by the nominal interval.
 */
final class FrameTimes {

  private final AVRational timeBase;
  private final long intervalNanos;
  private long offsetNanos;
  private long lastNanos = -1;

  FrameTimes(AVRational timeBase, Duration interval) {
    this.timeBase = timeBase;
    this.intervalNanos = interval.toNanos();
  }

  Duration next(long stamp) {
    boolean stamped = stamp != avutil.AV_NOPTS_VALUE;
    long nanos = stamped ? Ffmpeg.nanos(stamp, timeBase) : 0;
    if (lastNanos < 0) {
      offsetNanos = stamped ? nanos : 0;
      lastNanos = 0;
    } else if (stamped && nanos - offsetNanos > lastNanos) {
      lastNanos = nanos - offsetNanos;
    } else {
      lastNanos += intervalNanos;
      offsetNanos = stamped ? nanos - lastNanos : offsetNanos;
    }
    return Duration.ofNanos(lastNanos);
  }
}
