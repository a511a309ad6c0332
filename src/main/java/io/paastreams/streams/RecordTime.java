package io.paastreams.streams;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The time stamp of what follows from a frame: its record's own, or the capture time where that one
 * is none. Without it results of producers that set none would be of 1970, and deleted at once by
 * their topic's retention; and one from far ahead would be refused by brokers (their {@code
 * message.timestamp.after.max.ms} is one hour), over and over, because the frame is read again.
 */
public final class RecordTime {

  private static final Duration MOST_AHEAD = Duration.ofMinutes(55);

  private RecordTime() {}

  /**
   * In milliseconds since 1970.
   *
   * @param timestamp of the frame's record
   * @param captured when the frame was captured; null if that could not be read
   */
  public static long of(long timestamp, @Nullable Instant captured, Instant now) {
    Instant latest = now.plus(MOST_AHEAD);
    if (timestamp > 0 && timestamp <= latest.toEpochMilli()) {
      return timestamp;
    }
    if (captured != null && captured.isAfter(Instant.EPOCH) && !captured.isAfter(latest)) {
      return captured.toEpochMilli();
    }
    return now.toEpochMilli();
  }
}
