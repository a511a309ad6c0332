package io.paastreams.tracking;

import java.time.Duration;

/**
 * Which detection may continue which track. Pairs are made in passes; each pass takes what the
 * previous ones have left.
 *
 * @param confidentScore the minimum score of confident detections, which take part in all passes
 *     but one
 * @param faintScore detections from this score up to the confident ones take part in a pass of
 *     their own; those below are ignored
 * @param close the first pass: confident boxes where they are expected
 * @param wide the second pass: confident boxes further away
 * @param fresh the pass for tracks seen once, whose velocity is unknown: confident boxes still
 *     further away
 * @param faint the pass for the other boxes
 * @param rescue confident boxes that lie on a track that was just seen
 * @param lone the last pass: confident boxes further away from a track that no seen object overlaps
 * @param bufferPerSigma how much the buffers grow with the predicted position's standard deviation
 * @param labelCost the cost of a label that the track never had; one that it sometimes had costs
 *     less
 * @param sizeCost the cost of a change of size, per side and share of the larger one
 * @param lostCost the cost of a track per second that it has not been seen; it decides between
 *     tracks for the same detection and keeps no detection from a track that is the only one
 * @param twinCost the cost of a detection that is a twin of one taken by an earlier pass
 */
public record PairingLimits(
    double confidentScore,
    double faintScore,
    Pass close,
    Pass wide,
    Pass fresh,
    Pass faint,
    Rescue rescue,
    Lone lone,
    double bufferPerSigma,
    double labelCost,
    double sizeCost,
    double lostCost,
    double twinCost) {

  /**
   * A pass.
   *
   * @param buffer by how many sides both boxes grow on each side before their overlap is computed
   * @param mostCost the limit for a pair's cost: 1 - IoU of the grown boxes, plus the other costs
   */
  public record Pass(double buffer, double mostCost) {

    void check(String key, Faults faults) {
      faults.notNegative(key + ".buffer", buffer);
      faults.positive(key + ".mostCost", mostCost);
    }
  }

  /**
   * The pass before the last one. Detections that are left start tracks, and a track that starts on
   * an object that already has one would live as long as the object.
   *
   * @param leastOverlap the minimum IoU with the predicted box, whatever the label and the change
   *     of size
   * @param within how long ago the track may have been seen
   */
  public record Rescue(double leastOverlap, Duration within) {

    void check(String key, Faults faults) {
      faults.share(key + ".leastOverlap", leastOverlap);
      faults.notNegative(key + ".within", within);
    }
  }

  /**
   * The last pass: an object that turns sharply, or reappears elsewhere after it was hidden, is far
   * from where it was expected. Without another object in its way it is more likely to be the same
   * than that one has vanished and another one like it has appeared beside it.
   *
   * @param reach the limits of the pass
   * @param within how long ago the track may have been seen
   */
  public record Lone(Pass reach, Duration within) {

    void check(String key, Faults faults) {
      reach.check(key + ".reach", faults);
      faults.notNegative(key + ".within", within);
    }
  }

  static PairingLimits defaults() {
    return new PairingLimits(
        0.41,
        0.04,
        new Pass(0.22, 0.41),
        new Pass(0.37, 0.6),
        new Pass(1.2, 0.6),
        new Pass(0.39, 0.68),
        new Rescue(0.3, Duration.ofMillis(350)),
        new Lone(new Pass(1.2, 0.6), Duration.ofSeconds(1)),
        0.45,
        0.16,
        0.135,
        0.05,
        0.1);
  }

  void check(Faults faults) {
    faults.share("pairing.confidentScore", confidentScore);
    faults.share("pairing.faintScore", faintScore);
    faults.check(
        faintScore <= confidentScore,
        "pairing.faintScore",
        faintScore,
        "must not be above pairing.confidentScore = " + confidentScore);
    close.check("pairing.close", faults);
    wide.check("pairing.wide", faults);
    fresh.check("pairing.fresh", faults);
    faint.check("pairing.faint", faults);
    rescue.check("pairing.rescue", faults);
    lone.check("pairing.lone", faults);
    faults.notNegative("pairing.bufferPerSigma", bufferPerSigma);
    faults.notNegative("pairing.labelCost", labelCost);
    faults.notNegative("pairing.sizeCost", sizeCost);
    faults.notNegative("pairing.lostCost", lostCost);
    faults.notNegative("pairing.twinCost", twinCost);
  }
}
