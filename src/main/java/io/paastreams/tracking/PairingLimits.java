package io.paastreams.tracking;

import java.time.Duration;

/**
 * Which detection may go on with which track. Pairs are made in passes; each takes what the one
 * before has left.
 *
 * @param confidentScore detections from here on take part in all passes but one
 * @param faintScore detections between this and the confident ones take part in a pass of their
 *     own; what is below is ignored
 * @param close first pass: confident boxes where they are expected
 * @param wide second pass: confident boxes further off
 * @param fresh for tracks seen once, whose velocity nobody knows: confident boxes still further off
 * @param faint then the other boxes
 * @param rescue last pass: confident boxes that lie on a track which was just seen
 * @param bufferPerSigma how much the buffers grow with the predicted position's standard deviation
 * @param labelCost of a label that the track never had; one that it had at times costs less
 * @param sizeCost of a change of size, a side and share of the larger one
 * @param lostCost of a track that has not been seen for a second or longer; less before
 * @param twinCost of a detection that is a twin of one which an earlier pass has taken
 */
public record PairingLimits(
    double confidentScore,
    double faintScore,
    Pass close,
    Pass wide,
    Pass fresh,
    Pass faint,
    Rescue rescue,
    double bufferPerSigma,
    double labelCost,
    double sizeCost,
    double lostCost,
    double twinCost) {

  /**
   * A pass.
   *
   * @param buffer by how many sides both boxes grow on each side before their overlap is taken
   * @param mostCost what a pair must stay below: 1 - IoU of the grown boxes, plus the other costs
   */
  public record Pass(double buffer, double mostCost) {

    void check(String key, Faults faults) {
      faults.notNegative(key + ".buffer", buffer);
      faults.positive(key + ".mostCost", mostCost);
    }
  }

  /**
   * The last pass. What it leaves starts tracks, and a track that starts on an object which has one
   * would live as long as the object.
   *
   * @param leastOverlap IoU with the predicted box, whatever the label and the change of size
   * @param within how long ago the track was seen
   */
  public record Rescue(double leastOverlap, Duration within) {

    void check(String key, Faults faults) {
      faults.share(key + ".leastOverlap", leastOverlap);
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
        0.45,
        0.16,
        0.135,
        0.035,
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
    faults.notNegative("pairing.bufferPerSigma", bufferPerSigma);
    faults.notNegative("pairing.labelCost", labelCost);
    faults.notNegative("pairing.sizeCost", sizeCost);
    faults.notNegative("pairing.lostCost", lostCost);
    faults.notNegative("pairing.twinCost", twinCost);
  }
}
