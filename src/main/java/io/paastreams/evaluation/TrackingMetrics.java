package io.paastreams.evaluation;

import java.util.List;

/**
 * A tracker's figures as TrackEval defines them. All except the counts are in [0, 1], but {@code
 * mota} may be negative. Classes play no role: a track with the wrong label is right.
 *
 * @param hota higher order tracking accuracy, mean over IoU 0.05, 0.10 ... 0.95, like its parts
 * @param detA detection accuracy
 * @param assA association accuracy
 * @param locA mean IoU of matched boxes; 1 if nothing is matched
 * @param idf1 identity F1 at IoU 0.5, like all following figures
 * @param idp identity precision
 * @param idr identity recall
 * @param mota multiple object tracking accuracy
 * @param motp mean IoU of matched boxes
 * @param idsw identity switches
 * @param misses ground-truth boxes without a track
 * @param falseBoxes track boxes without an object
 */
public record TrackingMetrics(
    double hota,
    double detA,
    double assA,
    double locA,
    double idf1,
    double idp,
    double idr,
    double mota,
    double motp,
    long idsw,
    long misses,
    long falseBoxes) {

  /** The figures of one sequence with its frames in order of time. */
  public static TrackingMetrics of(List<JudgedFrame> sequence) {
    return ofAll(List.of(sequence));
  }

  /**
   * The figures of several sequences together: counts are added up, so a long sequence weighs more
   * than a short one. Ids of different sequences are unrelated.
   */
  public static TrackingMetrics ofAll(List<List<JudgedFrame>> sequences) {
    List<Encounters> all = sequences.stream().map(Encounters::of).toList();
    if (all.isEmpty()) {
      throw new IllegalArgumentException("there is no sequence to evaluate a tracker on");
    }
    return of(
        all.stream().map(HotaCounts::of).reduce(HotaCounts::plus).orElseThrow(),
        all.stream().map(ClearCounts::of).reduce(ClearCounts::plus).orElseThrow(),
        all.stream().map(IdentityCounts::of).reduce(IdentityCounts::plus).orElseThrow());
  }

  private static TrackingMetrics of(HotaCounts hota, ClearCounts clear, IdentityCounts identity) {
    return new TrackingMetrics(
        HotaCounts.mean(hota::hota),
        HotaCounts.mean(hota::detA),
        HotaCounts.mean(hota::assA),
        HotaCounts.mean(hota::locA),
        identity.idf1(),
        identity.precision(),
        identity.recall(),
        clear.mota(),
        clear.motp(),
        clear.switches(),
        clear.misses(),
        clear.falseBoxes());
  }
}
