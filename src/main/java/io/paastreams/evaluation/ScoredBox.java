package io.paastreams.evaluation;

import io.paastreams.dataset.Truth;
import io.paastreams.detection.Detection;

/**
 * A detection as the metrics use it: left, top, width and height in double precision.
 *
 * @param id a number counted from 1 in the order in which detections were added
 */
record ScoredBox(
    long id, double x, double y, double width, double height, int classId, double score) {

  static ScoredBox of(long id, Detection detection) {
    double x = detection.box().x1();
    double y = detection.box().y1();
    return new ScoredBox(
        id,
        x,
        y,
        detection.box().x2() - x,
        detection.box().y2() - y,
        detection.classId(),
        detection.score());
  }

  double area() {
    return width * height;
  }

  /** The IoU; for a crowd, the share of this box that is inside it. */
  double overlap(Truth truth) {
    double w = Math.min(x + width, truth.x() + truth.width()) - Math.max(x, truth.x());
    double h = Math.min(y + height, truth.y() + truth.height()) - Math.max(y, truth.y());
    if (w <= 0 || h <= 0) {
      return 0;
    }
    double both = w * h;
    double union = truth.crowd() ? area() : area() + truth.width() * truth.height() - both;
    return both / union;
  }
}
