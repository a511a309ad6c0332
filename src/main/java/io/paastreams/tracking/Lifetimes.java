package io.paastreams.tracking;

import java.time.Duration;

/**
 * When tracks start, are confirmed, are shown while unseen, and end.
 *
 * @param birthScore the minimum score with which a detection that belongs to no track starts one
 * @param instantScore the minimum score with which one detection confirms a track
 * @param confirmAfter two detections this far apart confirm a track of any score
 * @param tentativePatience how long an unconfirmed track may go unseen
 * @param patience how long a confirmed track may go unseen
 * @param faintPatience how long it may have gone unseen and still continue with a faint box
 * @param bridge how long an unseen track is shown at its predicted position
 * @param bridgeOneMiss the same while only one frame has passed without it
 * @param bridgeCover a predicted box is not shown if a seen box covers a larger share of it than
 *     this
 * @param bridgeInside a predicted box is not shown if a smaller share of it than this is inside the
 *     frame
 */
public record Lifetimes(
    double birthScore,
    double instantScore,
    Duration confirmAfter,
    Duration tentativePatience,
    Duration patience,
    Duration faintPatience,
    Duration bridge,
    Duration bridgeOneMiss,
    double bridgeCover,
    double bridgeInside) {

  static Lifetimes defaults() {
    return new Lifetimes(
        0.5,
        0.6,
        Duration.ofMillis(70),
        Duration.ofMillis(400),
        Duration.ofMillis(2100),
        Duration.ofMillis(2100),
        Duration.ofMillis(200),
        Duration.ofMillis(500),
        0.65,
        0.85);
  }

  void check(Faults faults) {
    faults.share("life.birthScore", birthScore);
    faults.share("life.instantScore", instantScore);
    faults.notNegative("life.confirmAfter", confirmAfter);
    faults.positive("life.tentativePatience", tentativePatience);
    faults.positive("life.patience", patience);
    faults.notNegative("life.faintPatience", faintPatience);
    faults.notNegative("life.bridge", bridge);
    faults.notNegative("life.bridgeOneMiss", bridgeOneMiss);
    faults.share("life.bridgeCover", bridgeCover);
    faults.share("life.bridgeInside", bridgeInside);
  }
}
