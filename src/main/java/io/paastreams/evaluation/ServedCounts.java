package io.paastreams.evaluation;

/**
 * What users see in a dataset above a score. A box counts as on an object if their IoU is at least
 * 0.1. Right, wrong class and missed add up to the objects; right, wrong class, further and
 * elsewhere add up to the boxes.
 *
 * @param threshold boxes score strictly above this
 * @param boxes all boxes except those in crowds
 * @param right objects with a box of their class
 * @param close those of {@code right} whose best box has an IoU of at least 0.5
 * @param wrongClass objects that only have boxes of other classes
 * @param further boxes beyond the first on their object
 * @param elsewhere boxes on no object
 * @param missed objects without any box
 */
public record ServedCounts(
    double threshold,
    int boxes,
    int right,
    int close,
    int wrongClass,
    int further,
    int elsewhere,
    int missed) {

  private static final double CLOSE = 0.5;

  /** Counts the boxes and objects of an evaluation. */
  static ServedCounts of(Evaluation evaluation, double threshold) {
    int[] counts = new int[Verdict.values().length];
    int close = 0;
    int boxes = 0;
    for (JudgedBox box : evaluation.above(threshold).judged()) {
      counts[box.verdict().ordinal()]++;
      boxes += box.verdict() == Verdict.IGNORED ? 0 : 1;
      close += box.verdict() == Verdict.RIGHT && box.iou() >= CLOSE ? 1 : 0;
    }
    int objects =
        (int)
            evaluation.dataset().samples().stream()
                .flatMap(sample -> sample.truths().stream())
                .filter(truth -> !truth.crowd())
                .count();
    int right = counts[Verdict.RIGHT.ordinal()];
    int wrongClass = counts[Verdict.WRONG_CLASS.ordinal()];
    return new ServedCounts(
        threshold,
        boxes,
        right,
        close,
        wrongClass,
        counts[Verdict.FURTHER.ordinal()],
        counts[Verdict.ELSEWHERE.ordinal()],
        objects - right - wrongClass);
  }
}
