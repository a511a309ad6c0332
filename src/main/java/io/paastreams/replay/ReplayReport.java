package io.paastreams.replay;

import java.util.Map;

/**
 * What a replay did.
 *
 * @param replayed the number of dead letters put back, or that would be, by reason
 * @param again how many of those had been put back before and failed again
 * @param other the number of letters that were read but not requested
 * @param done the number of letters that an earlier replay put back
 * @param withoutBytes the number of letters that cannot be put back, because their topic did not
 *     accept their value
 * @param complete whether everything present at the start was read
 */
public record ReplayReport(
    Map<String, Long> replayed,
    long again,
    long other,
    long done,
    long withoutBytes,
    boolean complete) {

  /** The number of dead letters put back. */
  public long total() {
    return replayed.values().stream().mapToLong(Long::longValue).sum();
  }
}
