package io.paastreams.streams;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The timestamp of what is derived from a frame: that of its record, or the capture time if that is
 * missing. Otherwise results of producers that set none would be dated 1970 and deleted at once by
 * their topic's retention. A timestamp far in the future would be refused by the brokers (their
 * {@code message.timestamp.after.max.ms} is one hour), and again whenever the frame is read again.
 */
public final class RecordTime {

  private static final Duration MOST_AHEAD = Duration.ofMinutes(55);

  private RecordTime() {}

  /**
   * The timestamp in milliseconds since 1970.
   *
   * @param timestamp the timestamp of the frame's record
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
