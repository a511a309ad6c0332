package io.paastreams.tracking;

import io.paastreams.geometry.Size;
import java.util.List;

/**
 * What the tracker remembers of one camera: a value, fit to be stored.
 *
 * @param lastMicros capture time of the latest frame
 * @param size of that frame in pixels
 * @param tracks that have not ended, the oldest first
 */
public record TrackerState(long lastMicros, Size size, List<Track> tracks) {

  /** Of a camera that was never seen. */
  public static final TrackerState EMPTY =
      new TrackerState(Long.MIN_VALUE, new Size(1, 1), List.of());

  public TrackerState {
    tracks = List.copyOf(tracks);
  }
}
