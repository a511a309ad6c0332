package io.paastreams.tracking;

import java.util.List;

/**
 * When a detection duplicates another one of the same object: the same box under another label, or
 * a part of it.
 *
 * @param overlap the minimum IoU of the two
 * @param cover alternatively, the minimum share of the detection that the other one covers
 */
public record TwinLimits(double overlap, double cover) {

  static TwinLimits defaults() {
    return new TwinLimits(0.5, 0.83);
  }

  boolean anyTwin(Bounds box, List<Bounds> present) {
    for (Bounds other : present) {
      if (box.overlap(other) > overlap || box.coveredBy(other) > cover) {
        return true;
      }
    }
    return false;
  }

  void check(Faults faults) {
    faults.share("twins.overlap", overlap);
    faults.share("twins.cover", cover);
  }
}
