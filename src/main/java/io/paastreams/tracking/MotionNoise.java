package io.paastreams.tracking;

/**
 * How much an object's motion and a detector's boxes fluctuate. All values are relative to the
 * sides of the box, so that small and large objects are treated alike.
 *
 * @param acceleration the centre's acceleration: the standard deviation of the velocity after a
 *     second, in sides
 * @param sizeDrift standard deviation of a side after a second, in sides
 * @param position standard deviation of a measured centre at a score of 1, in sides
 * @param size standard deviation of a measured side at a score of 1, in sides
 * @param lowScore by what factor, in addition to 1, these two are larger at a score of 0
 * @param manoeuvre from how many standard deviations on the distance of a box from its predicted
 *     place means that the object moves in another way than the acceleration allows for
 * @param startSpeed standard deviation of the velocity of an object seen once, in sides per second
 */
public record MotionNoise(
    double acceleration,
    double sizeDrift,
    double position,
    double size,
    double lowScore,
    double manoeuvre,
    double startSpeed) {

  static MotionNoise defaults() {
    return new MotionNoise(2.2, 0.3, 0.155, 0.145, 2.1, 1.0, 5.0);
  }

  /**
   * The factor by which the noise of a measurement grows, because boxes with low scores are less
   * accurate.
   */
  double doubt(double score) {
    return 1 + lowScore * (1 - score);
  }

  void check(Faults faults) {
    faults.positive("noise.acceleration", acceleration);
    faults.positive("noise.sizeDrift", sizeDrift);
    faults.positive("noise.position", position);
    faults.positive("noise.size", size);
    faults.notNegative("noise.lowScore", lowScore);
    faults.positive("noise.manoeuvre", manoeuvre);
    faults.positive("noise.startSpeed", startSpeed);
  }
}
