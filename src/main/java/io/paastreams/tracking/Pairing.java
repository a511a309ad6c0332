package io.paastreams.tracking;

import io.paastreams.assignment.OptimalAssignment;
import io.paastreams.assignment.Pair;
import io.paastreams.detection.Detection;
import io.paastreams.tracking.PairingLimits.Pass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/** Pairs the tracks of a camera, at their predicted positions, with the detections of a frame. */
final class Pairing {

  /** What is left of the gain of a track that was lost long ago. */
  private static final double LEAST_GAIN = 1e-3;

  private final TrackerConfig config;
  private final List<Track> tracks;
  private final List<Bounds> expected;
  private final List<Detection> detections;
  private final List<Bounds> seen;
  private final long previous;
  private final int[] detectionOf;
  private final boolean[] taken;
  private final boolean[] twin;

  private Pairing(
      TrackerConfig config, List<Track> tracks, List<Detection> detections, long previous) {
    this.config = config;
    this.tracks = tracks;
    this.detections = detections;
    this.previous = previous;
    expected = tracks.stream().map(track -> track.motion().bounds()).toList();
    seen = detections.stream().map(detection -> Bounds.of(detection.box())).toList();
    detectionOf = new int[tracks.size()];
    Arrays.fill(detectionOf, OptimalAssignment.NONE);
    taken = new boolean[detections.size()];
    twin = new boolean[detections.size()];
  }

  /**
   * The detection of each track, or {@link OptimalAssignment#NONE}.
   *
   * @param tracks the tracks, predicted to the time of the frame
   * @param previous the capture time of the previous frame
   * @param now the capture time of the frame
   */
  static int[] of(
      TrackerConfig config,
      List<Track> tracks,
      List<Detection> detections,
      long previous,
      long now) {
    Pairing pairing = new Pairing(config, tracks, detections, previous);
    PairingLimits limits = config.pairing();
    pairing.pass(track -> true, pairing::isConfident, (t, d) -> pairing.gain(limits.close(), t, d));
    pairing.pass(track -> true, pairing::isConfident, (t, d) -> pairing.gain(limits.wide(), t, d));
    pairing.pass(
        track -> tracks.get(track).observations() == 1,
        pairing::isConfident,
        (t, d) -> pairing.gain(limits.fresh(), t, d));
    pairing.pass(
        track -> tracks.get(track).unseenMicros(now) <= Micros.of(config.life().faintPatience()),
        pairing::isFaint,
        (t, d) -> pairing.gain(limits.faint(), t, d));
    pairing.pass(
        track -> tracks.get(track).unseenMicros(now) <= Micros.of(limits.rescue().within()),
        pairing::isConfidentAndNoTwin,
        pairing::gainOfRescue);
    pairing.pass(
        track ->
            tracks.get(track).confirmed()
                && tracks.get(track).unseenMicros(now) <= Micros.of(limits.lone().within())
                && pairing.isAlone(track),
        pairing::isConfidentAndNoTwin,
        (t, d) -> pairing.gain(limits.lone().reach(), t, d));
    return pairing.detectionOf;
  }

  /** What pairing a track with a detection is worth; not above 0 if they must not be paired. */
  private interface Gain {
    double of(int track, int detection);
  }

  private boolean isConfident(int detection) {
    return detections.get(detection).score() >= config.pairing().confidentScore();
  }

  private boolean isFaint(int detection) {
    return !isConfident(detection)
        && detections.get(detection).score() >= config.pairing().faintScore();
  }

  private boolean isConfidentAndNoTwin(int detection) {
    return isConfident(detection) && !twin[detection];
  }

  /** Whether no object that an earlier pass has found overlaps the expected position of a track. */
  private boolean isAlone(int track) {
    for (int other = 0; other < detectionOf.length; other++) {
      if (other != track
          && detectionOf[other] != OptimalAssignment.NONE
          && expected.get(track).common(expected.get(other)) > 0) {
        return false;
      }
    }
    return true;
  }

  /** Marks the detections that duplicate one which an earlier pass has paired. */
  private void markTwins() {
    List<Bounds> present = new ArrayList<>();
    for (int detection = 0; detection < taken.length; detection++) {
      if (taken[detection]) {
        present.add(seen.get(detection));
      }
    }
    for (int detection = 0; detection < taken.length; detection++) {
      twin[detection] = !taken[detection] && config.twins().anyTwin(seen.get(detection), present);
    }
  }

  private void pass(IntPredicate trackFits, IntPredicate detectionFits, Gain gain) {
    if (!isAnyLeft(detectionFits)) {
      return;
    }
    markTwins();
    List<Pair> pairs = new ArrayList<>();
    for (int detection = 0; detection < taken.length; detection++) {
      if (taken[detection] || !detectionFits.test(detection)) {
        continue;
      }
      for (int track = 0; track < detectionOf.length; track++) {
        if (detectionOf[track] == OptimalAssignment.NONE && trackFits.test(track)) {
          double gained = gain.of(track, detection);
          if (gained > 0) {
            pairs.add(new Pair(track, detection, gained));
          }
        }
      }
    }
    if (pairs.isEmpty()) {
      return;
    }
    int[] found = OptimalAssignment.mostGain(detectionOf.length, taken.length, pairs);
    for (int track = 0; track < found.length; track++) {
      if (found[track] != OptimalAssignment.NONE) {
        detectionOf[track] = found[track];
        taken[found[track]] = true;
      }
    }
  }

  private boolean isAnyLeft(IntPredicate detectionFits) {
    for (int detection = 0; detection < taken.length; detection++) {
      if (!taken[detection] && detectionFits.test(detection)) {
        return true;
      }
    }
    return false;
  }

  /** How far the costs are below the pass's maximum; not above 0 if they are not below it. */
  private double gain(Pass pass, int track, int detection) {
    Motion motion = tracks.get(track).motion();
    double growth = config.pairing().bufferPerSigma();
    double overlap =
        expected
            .get(track)
            .bufferedOverlap(
                seen.get(detection),
                pass.buffer() + growth * motion.horizontalDoubt(),
                pass.buffer() + growth * motion.verticalDoubt());
    // Boxes that do not touch are never the same object, however low the other costs.
    double gain = overlap > 0 ? pass.mostCost() - (1 - overlap) - otherCosts(track, detection) : 0;
    double lost =
        config.pairing().lostCost() * Micros.seconds(tracks.get(track).unseenMicros(previous));
    return gain > 0 ? Math.max(gain - lost, LEAST_GAIN * gain) : 0;
  }

  private double otherCosts(int track, int detection) {
    PairingLimits limits = config.pairing();
    Track candidate = tracks.get(track);
    double unknown = 1 - candidate.votes().share(detections.get(detection).classId());
    return limits.labelCost() * unknown
        + limits.sizeCost() * candidate.motion().changeOfSize(seen.get(detection))
        + (twin[detection] ? limits.twinCost() : 0);
  }

  private double gainOfRescue(int track, int detection) {
    double overlap = expected.get(track).overlap(seen.get(detection));
    return overlap >= config.pairing().rescue().leastOverlap() ? overlap : 0;
  }
}
