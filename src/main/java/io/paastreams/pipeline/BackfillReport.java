package io.paastreams.pipeline;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a backfill did.
 *
 * @param read frames of the scope
 * @param detected frames with a detection record
 * @param deadLettered frames with a dead letter, by reason
 * @param passedBy records in between that are of other cameras or other times
 * @param resumed whether an earlier run had done a part, which is not counted here
 * @param complete false if it was stopped
 */
public record BackfillReport(
    long read,
    long detected,
    Map<String, Long> deadLettered,
    long passedBy,
    boolean resumed,
    boolean complete) {

  public BackfillReport {
    deadLettered = new TreeMap<>(deadLettered);
  }

  /** The number of all dead letters. */
  public long deadLetters() {
    return deadLettered.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Whether every frame has an outcome. */
  public boolean isBalanced() {
    return read == detected + deadLetters();
  }
}
