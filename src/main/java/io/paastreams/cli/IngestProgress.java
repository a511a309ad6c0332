package io.paastreams.cli;

import io.paastreams.ingest.IngestCounts;
import java.io.PrintWriter;
import java.util.Map;

/**
 * A line each second for one camera; for several one each ten seconds with what they did together.
 *
 * <p>Threading: one thread.
 */
final class IngestProgress {

  private static final int SECONDS_OF_SEVERAL = 10;

  private final PrintWriter err;
  private int calls;

  IngestProgress(PrintWriter err) {
    this.err = err;
  }

  /** To be called each second. */
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
    err.printf(
        "%s: read %d, acknowledged %d, on their way %d%n", who, read, acknowledged, inFlight);
    err.flush();
  }
}
