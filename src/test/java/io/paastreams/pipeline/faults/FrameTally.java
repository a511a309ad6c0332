package io.paastreams.pipeline.faults;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** What became of every frame, by camera and sequence number. Thread-safe. */
final class FrameTally {

  /** Where a frame can end. */
  enum Outcome {
    DETECTED,
    SKIPPED,
    DEAD_LETTERED
  }

  /**
   * The totals.
   *
   * @param in frames that were sent
   * @param detected frames whose first record is a detection; so with the next two
   * @param missing frames without any record
   * @param misordered records that came first after a later frame of their camera, in one partition
   *     of one topic
   * @param doubled records of frames that already had one, in any topic
   * @param wrong records of frames that were never sent, or with another frame's detections
   */
  record Balance(
      long in,
      long detected,
      long skipped,
      long deadLettered,
      long missing,
      long misordered,
      long doubled,
      long wrong) {}

  private record Place(Outcome outcome, int partition) {}

  private static final class Camera {
    private final BitSet seen = new BitSet();
    private final Map<Place, Long> latest = new HashMap<>();
  }

  private final Map<Integer, Camera> cameras = new HashMap<>();
  private final long[] first = new long[Outcome.values().length];
  private long misordered;
  private long doubled;
  private long wrong;

  synchronized void enter(Outcome outcome, int partition, int camera, long sequence) {
    Camera own = cameras.computeIfAbsent(camera, id -> new Camera());
    long latest = own.latest.getOrDefault(new Place(outcome, partition), -1L);
    if (own.seen.get((int) sequence)) {
      doubled++;
    } else {
      own.seen.set((int) sequence);
      first[outcome.ordinal()]++;
      if (sequence < latest) {
        misordered++;
        report(outcome, partition, camera, sequence, latest);
      }
    }
    own.latest.put(new Place(outcome, partition), Math.max(latest, sequence));
  }

  private static void report(
      Outcome outcome, int partition, int camera, long sequence, long latest) {
    if (Boolean.getBoolean("paa.faults.verbose")) {
      System.err.printf(
          "misordered: %s-%d, camera %d, frame %d after %d%n",
          outcome, partition, camera, sequence, latest);
    }
  }

  /** A record that cannot be true. */
  synchronized void enterWrong() {
    wrong++;
  }

  /** Frames with a record. */
  synchronized long seen() {
    return first[0] + first[1] + first[2];
  }

  /** Compares with the number of frames that each camera sent. */
  synchronized Balance against(Map<Integer, Long> sent) {
    long in = 0;
    long missing = 0;
    long invented = 0;
    for (Map.Entry<Integer, Long> camera : sent.entrySet()) {
      long count = camera.getValue();
      in += count;
      BitSet seen =
          cameras.containsKey(camera.getKey()) ? cameras.get(camera.getKey()).seen : new BitSet();
      missing += count - seen.get(0, (int) count).cardinality();
    }
    for (Map.Entry<Integer, Camera> camera : cameras.entrySet()) {
      long count = sent.getOrDefault(camera.getKey(), 0L);
      BitSet seen = camera.getValue().seen;
      invented += seen.cardinality() - seen.get(0, (int) count).cardinality();
    }
    return new Balance(
        in, first[0], first[1], first[2], missing, misordered, doubled, wrong + invented);
  }
}
