package io.paastreams.tracking;

import io.paastreams.geometry.Size;
import java.util.List;

/**
 * What the tracker remembers about one camera: a value that can be stored.
 *
 * @param lastMicros the capture time of the latest frame
 * @param size the size of that frame in pixels
 * @param tracks the tracks that have not ended, oldest first
 */
public record TrackerState(long lastMicros, Size size, List<Track> tracks) {

  /** The state of a camera that was never seen. */
  public static final TrackerState EMPTY =
      new TrackerState(Long.MIN_VALUE, new Size(1, 1), List.of());

  public TrackerState {
    tracks = List.copyOf(tracks);
  }
}
