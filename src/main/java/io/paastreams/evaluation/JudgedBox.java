package io.paastreams.evaluation;

import io.paastreams.dataset.Sample;
import io.paastreams.dataset.Truth;
import io.paastreams.detection.Detection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A detection and what it means to a person who looks at the image. This differs from average
 * precision: a box belongs to the object that it overlaps most, preferably one of its class, even
 * if it fits badly, and each object has at most one box that is right or of the wrong class.
 *
 * @param iou the IoU with its object; 0 if there is none
 */
record JudgedBox(double score, Verdict verdict, double iou) {

  /**
   * Below this IoU a box is on no object: the boundary between localisation errors and background
   * in TIDE.
   */
  static final double ON_OBJECT = 0.1;

  /** A crowd covers a box if at least this share of the box lies in it. */
  private static final double IN_CROWD = 0.5;

  private record Place(ScoredBox box, int object, double iou) {}

  /** Judges all detections of one image, by descending score. */
  static List<JudgedBox> of(Sample sample, List<Detection> detections) {
    List<Truth> truths = sample.truths();
    List<Place> places =
        detections.stream()
            .map(each -> ScoredBox.of(0, each))
            .sorted(Comparator.comparing(ScoredBox::score).reversed())
            .map(box -> place(box, truths))
            .toList();
    boolean[] hasRight = new boolean[truths.size()];
    for (Place place : places) {
      if (place.object() >= 0 && isOfClass(place, truths)) {
        hasRight[place.object()] = true;
      }
    }
    boolean[] taken = new boolean[truths.size()];
    List<JudgedBox> judged = new ArrayList<>();
    for (Place place : places) {
      judged.add(
          new JudgedBox(place.box().score(), verdict(place, truths, hasRight, taken), place.iou()));
    }
    return judged;
  }

  private static Verdict verdict(
      Place place, List<Truth> truths, boolean[] hasRight, boolean[] taken) {
    int object = place.object();
    if (object < 0) {
      return truths.stream().anyMatch(truth -> isInCrowd(place.box(), truth))
          ? Verdict.IGNORED
          : Verdict.ELSEWHERE;
    }
    boolean ofClass = isOfClass(place, truths);
    if (taken[object] || (hasRight[object] && !ofClass)) {
      return Verdict.FURTHER;
    }
    taken[object] = true;
    return ofClass ? Verdict.RIGHT : Verdict.WRONG_CLASS;
  }

  private static boolean isOfClass(Place place, List<Truth> truths) {
    return truths.get(place.object()).classId() == place.box().classId();
  }

  private static boolean isInCrowd(ScoredBox box, Truth truth) {
    return truth.crowd() && truth.classId() == box.classId() && box.overlap(truth) >= IN_CROWD;
  }

  private static Place place(ScoredBox box, List<Truth> truths) {
    Place own = place(box, truths, true);
    return own.object() >= 0 ? own : place(box, truths, false);
  }

  private static Place place(ScoredBox box, List<Truth> truths, boolean ofClass) {
    Place best = new Place(box, -1, 0);
    for (int t = 0; t < truths.size(); t++) {
      Truth truth = truths.get(t);
      double iou = box.overlap(truth);
      if (!truth.crowd()
          && (!ofClass || truth.classId() == box.classId())
          && iou >= ON_OBJECT
          && iou > best.iou()) {
        best = new Place(box, t, iou);
      }
    }
    return best;
  }
}
