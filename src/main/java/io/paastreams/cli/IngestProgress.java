package io.paastreams.cli;

import io.paastreams.ingest.IngestCounts;
import java.io.PrintWriter;
import java.util.Map;

/**
 * Prints one line per second for one camera; for several, one line every ten seconds with their
 * totals.
 *
 * <p>Threading: confined to one thread.
 */
final class IngestProgress {

  private static final int SECONDS_OF_SEVERAL = 10;

  private final PrintWriter err;
  private int calls;

  IngestProgress(PrintWriter err) {
    this.err = err;
  }

  /** Must be called every second. */
  void show(Map<String, IngestCounts> counts) {
    calls++;
    if (counts.size() > 1 && calls % SECONDS_OF_SEVERAL != 0) {
      return;
    }
    long read = 0;
    long acknowledged = 0;
    long inFlight = 0;
    for (IngestCounts each : counts.values()) {
      read += each.read();
      acknowledged += each.acknowledged();
      inFlight += each.inFlight();
    }
    String who =
        counts.size() == 1 ? counts.keySet().iterator().next() : counts.size() + " cameras";
    err.printf("%s: read %d, acknowledged %d, in flight %d%n", who, read, acknowledged, inFlight);
    err.flush();
  }
}
