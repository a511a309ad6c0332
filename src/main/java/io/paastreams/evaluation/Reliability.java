package io.paastreams.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * How often boxes with a score are right, in bins of a tenth.
 *
 * @param bins the bins from low to high scores, without empty ones
 * @param boxes the number of boxes in all bins
 * @param error the expected calibration error: the mean over all boxes of the gap between the mean
 *     score of their bin and the share that is right; 0 if there are no boxes
 */
public record Reliability(List<Bin> bins, int boxes, double error) {

  private static final int BINS = 10;

  public Reliability {
    bins = List.copyOf(bins);
  }

  /**
   * Boxes of similar scores.
   *
   * @param boxes the number of boxes, at least one
   * @param score the mean score
   * @param right the share of boxes that are the best of their class on an object of it
   */
  public record Bin(int boxes, double score, double right) {}

  static Reliability of(List<JudgedBox> judged) {
    List<List<JudgedBox>> byScore = new ArrayList<>();
    for (int i = 0; i < BINS; i++) {
      byScore.add(new ArrayList<>());
    }
    for (JudgedBox box : judged) {
      if (box.verdict() != Verdict.IGNORED) {
        byScore.get(Math.min(BINS - 1, (int) (box.score() * BINS))).add(box);
      }
    }
    List<Bin> bins =
        byScore.stream().filter(each -> !each.isEmpty()).map(Reliability::bin).toList();
    int boxes = bins.stream().mapToInt(Bin::boxes).sum();
    double gaps =
        bins.stream().mapToDouble(bin -> bin.boxes() * Math.abs(bin.score() - bin.right())).sum();
    return new Reliability(bins, boxes, boxes == 0 ? 0 : gaps / boxes);
  }

  private static Bin bin(List<JudgedBox> boxes) {
    return new Bin(
        boxes.size(),
        boxes.stream().mapToDouble(JudgedBox::score).average().orElseThrow(),
        boxes.stream()
            .mapToInt(box -> box.verdict() == Verdict.RIGHT ? 1 : 0)
            .average()
            .orElseThrow());
  }
}
