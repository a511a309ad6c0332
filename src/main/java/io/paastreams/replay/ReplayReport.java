package io.paastreams.replay;

import java.util.Map;

/**
 * What a replay did.
 *
 * @param replayed dead letters put back, or that would be, by reason
 * @param again how many of those had been put back before and failed again
 * @param other letters that were looked at and not asked for
 * @param done letters that an earlier replay put back
 * @param withoutBytes letters that cannot be put back, because their topic did not take their value
 * @param complete whether all was looked at that was there at the start
 */
public record ReplayReport(
    Map<String, Long> replayed,
    long again,
    long other,
    long done,
    long withoutBytes,
    boolean complete) {

  /** Number of dead letters put back. */
  public long total() {
    return replayed.values().stream().mapToLong(Long::longValue).sum();
  }
}
