package io.paastreams.evaluation;

import java.util.List;

/**
 * Figures of a tracker, as TrackEval defines them. All but the counts are in [0, 1], and {@code
 * mota} may be negative. Classes play no part: a track with the wrong label is right.
 *
 * @param hota higher order tracking accuracy, mean over IoU 0.05, 0.10 ... 0.95, as are its parts
 * @param detA detection accuracy
 * @param assA association accuracy
 * @param locA mean IoU of matched boxes; 1 where nothing is matched
 * @param idf1 identity F1 at IoU 0.5, as are the figures below
 * @param idp identity precision
 * @param idr identity recall
 * @param mota multiple object tracking accuracy
 * @param motp mean IoU of matched boxes
 * @param idsw identity switches
 * @param misses boxes of the truth without a track
 * @param falseBoxes boxes of tracks without an object
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

  /** Of one sequence, frames in the order of their times. */
  public static TrackingMetrics of(List<JudgedFrame> sequence) {
    return ofAll(List.of(sequence));
  }

  /**
   * Of several sequences together: counts are added up, so that a long sequence weighs more than a
   * short one. Ids of different sequences have nothing to do with each other.
   */
  public static TrackingMetrics ofAll(List<List<JudgedFrame>> sequences) {
    List<Encounters> all = sequences.stream().map(Encounters::of).toList();
    if (all.isEmpty()) {
      throw new IllegalArgumentException("no sequence to judge a tracker by");
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
