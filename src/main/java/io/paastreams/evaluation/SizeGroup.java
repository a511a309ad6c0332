package io.paastreams.evaluation;

/** COCO's groups of objects by area in square pixels, both ends included. */
enum SizeGroup {
  ALL(0, 1e10),
  SMALL(0, 32 * 32),
  MEDIUM(32 * 32, 96 * 96),
  LARGE(96 * 96, 1e10);

  private final double min;
  private final double max;

  SizeGroup(double min, double max) {
    this.min = min;
    this.max = max;
  }

  boolean excludes(double area) {
    return area < min || area > max;
  }
}
