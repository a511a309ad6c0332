package io.paastreams.rules;

import java.util.List;

/**
 * The window of counts that is open.
 *
 * @param startMicros capture time, belongs to it
 * @param endMicros capture time, does not belong to it
 * @param coveredMicros how much of it frames have told of
 * @param tallies in the order in which they will be told
 */
public record CountingWindow(
    long startMicros, long endMicros, long coveredMicros, List<Tally> tallies) {

  public CountingWindow {
    tallies = List.copyOf(tallies);
  }
}
