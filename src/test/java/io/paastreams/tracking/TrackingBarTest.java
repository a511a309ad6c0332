package io.paastreams.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The tracker's figures must not fall. The six sequences in the repository are always measured; all
 * sequences in a folder are measured with {@code -Dpaa.tracking.golden=DIR}, which also prints the
 * table.
 */
final class TrackingBarTest {

  private final Tracker tracker = new Tracker(TrackerConfig.defaults());

  @Test
  void theKeptSequences_areTrackedAsWellAsEver() {
    List<TimedSequence> sequences =
        TimedSequence.KEPT.stream().flatMap(name -> TimedSequence.kept(name).stream()).toList();
    TrackingTable table = TrackingTable.of(tracker, sequences, false);
    // In the order of the columns: 30, 15, 10, 5, 3 frames per second, bursty.
    double[] hota = {0.767, 0.745, 0.732, 0.688, 0.640, 0.727};
    double[] idf1 = {0.922, 0.908, 0.902, 0.868, 0.813, 0.882};
    assertAtLeast(table, hota, idf1);
  }

  @Test
  @EnabledIfSystemProperty(named = "paa.tracking.golden", matches = ".+")
  void allSequencesOfAFolder_reachTheBar() {
    List<TimedSequence> sequences =
        TimedSequence.inFolder(Path.of(System.getProperty("paa.tracking.golden")));
    TrackingTable bridged = TrackingTable.of(tracker, sequences, false);
    TrackingTable observed = TrackingTable.of(tracker, sequences, true);
    System.out.println("short misses bridged\n" + bridged + "observed boxes only\n" + observed);
    assertAtLeast(
        bridged,
        new double[] {0.765, 0.740, 0.720, 0.680, 0.630, 0.730},
        new double[] {0.920, 0.900, 0.890, 0.860, 0.810, 0.885});
    assertThat(TrackingTable.mean(observed.hota())).isGreaterThanOrEqualTo(0.655);
    assertThat(TrackingTable.mean(observed.idf1())).isGreaterThanOrEqualTo(0.835);
  }

  private static void assertAtLeast(TrackingTable table, double[] hota, double[] idf1) {
    for (int timing = 0; timing < hota.length; timing++) {
      String name = TimedSequence.TIMINGS.get(timing) + "\n" + table;
      assertThat(table.hota()[timing]).as(name).isGreaterThanOrEqualTo(hota[timing]);
      assertThat(table.idf1()[timing]).as(name).isGreaterThanOrEqualTo(idf1[timing]);
    }
  }
}
