package io.paastreams.pipeline;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which frames are detected once more.
 *
 * @param since frames with a record time from then on
 * @param until frames with a record time before
 * @param cameras record keys; empty for all
 * @param restart whether the progress of an earlier run is ignored
 */
public record BackfillScope(Instant since, Instant until, Set<String> cameras, boolean restart) {

  /**
   * @throws IllegalArgumentException if the time range is empty
   */
  public BackfillScope {
    cameras = Set.copyOf(cameras);
    if (!since.isBefore(until)) {
      throw new IllegalArgumentException(
          "the time range is empty: it begins at %s and ends at %s".formatted(since, until));
    }
  }

  /** Stored beside the progress, which applies only to the same work. */
  String identity(String modelSha256) {
    return "%s/%s/%s/%s".formatted(since, until, new TreeSet<>(cameras), modelSha256);
  }
}
