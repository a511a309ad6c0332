package io.paastreams.pipeline;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What became of every frame, by camera and sequence number. Thread-safe. */
public final class FrameTally {

  /** Where a frame can end. */
  public enum Outcome {
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
   *     of one topic, although not all frames between were recorded again
   * @param reread records that came first after a later frame, when an instance read again what a
   *     killed one had read: all frames between were recorded again. Which topic a frame ends on
   *     may differ from one reading to the next, and of the first reading some topics may have the
   *     records and others not. Only possible under at-least-once
   * @param doubled records of frames that already had one, in any topic
   * @param wrong records of frames that were never sent, or with another frame's detections
   */
  public record Balance(
      long in,
      long detected,
      long skipped,
      long deadLettered,
      long missing,
      long misordered,
      long reread,
      long doubled,
      long wrong) {

    /** All records that came first after a later frame, whatever the reason. */
    long outOfOrder() {
      return misordered + reread;
    }
  }

  private record Place(Outcome outcome, int partition) {}

  /** A record that first appeared after later ones of its place: those later ones. */
  private record Overtaken(Place place, int camera, long sequence, BitSet by) {}

  private static final class Camera {
    private final BitSet seen = new BitSet();
    private final BitSet again = new BitSet();
    private final Map<Place, BitSet> seenAt = new HashMap<>();
    private final List<Overtaken> overtaken = new ArrayList<>();

    long misordered() {
      return overtaken.stream().filter(each -> !isReread(each)).peek(FrameTally::report).count();
    }

    private boolean isReread(Overtaken frame) {
      BitSet once = (BitSet) frame.by().clone();
      once.andNot(again);
      return once.isEmpty();
    }
  }

  private final Map<Integer, Camera> cameras = new HashMap<>();
  private final long[] first = new long[Outcome.values().length];
  private long doubled;
  private long wrong;

  public synchronized void enter(Outcome outcome, int partition, int camera, long sequence) {
    Camera own = cameras.computeIfAbsent(camera, id -> new Camera());
    Place place = new Place(outcome, partition);
    BitSet here = own.seenAt.computeIfAbsent(place, any -> new BitSet());
    if (own.seen.get((int) sequence)) {
      doubled++;
      own.again.set((int) sequence);
    } else {
      own.seen.set((int) sequence);
      first[outcome.ordinal()]++;
      BitSet later = here.get(0, here.length());
      later.clear(0, (int) sequence);
      if (!later.isEmpty()) {
        own.overtaken.add(new Overtaken(place, camera, sequence, later));
      }
    }
    here.set((int) sequence);
  }

  private static void report(Overtaken frame) {
    if (Boolean.getBoolean("paa.faults.verbose")) {
      System.err.printf(
          "misordered: %s-%d, camera %d, frame %d after %s%n",
          frame.place().outcome(),
          frame.place().partition(),
          frame.camera(),
          frame.sequence(),
          frame.by());
    }
  }

  /** A record that cannot be true. */
  public synchronized void enterWrong() {
    wrong++;
  }

  /** Frames with a record. */
  public synchronized long seen() {
    return first[0] + first[1] + first[2];
  }

  /** Compares with the number of frames that each camera sent. */
  public synchronized Balance against(Map<Integer, Long> sent) {
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
    long overtaken = cameras.values().stream().mapToLong(each -> each.overtaken.size()).sum();
    long misordered = cameras.values().stream().mapToLong(Camera::misordered).sum();
    return new Balance(
        in,
        first[0],
        first[1],
        first[2],
        missing,
        misordered,
        overtaken - misordered,
        doubled,
        wrong + invented);
  }
}
