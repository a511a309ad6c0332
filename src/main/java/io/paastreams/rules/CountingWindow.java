package io.paastreams.rules;

import java.util.List;

/**
 * The counting window that is open.
 *
 * @param startMicros capture time of its start, inclusive
 * @param endMicros capture time of its end, exclusive
 * @param coveredMicros how much of it is covered by frames
 * @param tallies in the order in which they will be published
 */
public record CountingWindow(
    long startMicros, long endMicros, long coveredMicros, List<Tally> tallies) {

  public CountingWindow {
    tallies = List.copyOf(tallies);
  }
}
