package io.paastreams.evaluation;

import io.paastreams.dataset.ImageSource;
import io.paastreams.dataset.Sample;
import io.paastreams.dataset.Truth;
import io.paastreams.geometry.Box;
import io.paastreams.image.Annotation;
import io.paastreams.image.Annotator;
import io.paastreams.image.ImageEncoder;
import io.paastreams.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The images that are most worth looking at: the false alarms with the highest scores, and the
 * largest objects that no confident detection of their class covers (at a score near 0 nearly
 * everything is covered). There is at most one of each kind per image, so that a single difficult
 * clip does not fill the folder.
 */
final class WorstCases {

  /** The score from which a detection counts as confident. */
  private static final double SURE = 0.5;

  private static final int TRUTH_COLOR = 1;
  private static final int FALSE_COLOR = 0;

  private record Case(Sample sample, double weight, List<Annotation> drawn) {}

  private final Evaluation evaluation;
  private final List<Case> alarms = new ArrayList<>();
  private final List<Case> misses = new ArrayList<>();

  private WorstCases(Evaluation evaluation) {
    this.evaluation = evaluation;
  }

  static void write(Evaluation evaluation, ImageSource source, Path folder, int most)
      throws IOException {
    WorstCases cases = new WorstCases(evaluation);
    cases.collect();
    write(cases.alarms, source, folder, "false-alarm", most);
    write(cases.misses, source, folder, "miss", most);
  }

  private void collect() {
    CocoEvaluator evaluator = evaluation.evaluator();
    for (int classId = 0; classId < evaluation.dataset().categories().size(); classId++) {
      String name = evaluation.dataset().categories().get(classId).name();
      for (Sample sample : evaluation.dataset().samples()) {
        collect(sample, name, evaluator.match(sample, classId, SizeGroup.ALL));
      }
    }
  }

  private void collect(Sample sample, String className, Matching matching) {
    Set<Integer> found = new HashSet<>();
    for (int d = 0; d < matching.detections().size(); d++) {
      int match = matching.matched()[0][d];
      ScoredBox box = matching.detections().get(d);
      if (box.score() >= SURE) {
        found.add(match);
      }
      if (match < 0) {
        Annotation alarm =
            new Annotation(
                new Box(
                    (float) box.x(),
                    (float) box.y(),
                    (float) (box.x() + box.width()),
                    (float) (box.y() + box.height())),
                className + "?",
                (float) box.score(),
                FALSE_COLOR);
        List<Annotation> drawn = truths(sample);
        drawn.add(alarm);
        alarms.add(new Case(sample, box.score(), drawn));
      }
    }
    for (int g = 0; g < matching.truths().size(); g++) {
      if (!matching.truthIgnored()[g] && !found.contains(g)) {
        Truth truth = matching.truths().get(g);
        misses.add(
            new Case(
                sample,
                truth.area(),
                new ArrayList<>(
                    List.of(new Annotation(truth.box(), className + " missed", 1, TRUTH_COLOR)))));
      }
    }
  }

  private List<Annotation> truths(Sample sample) {
    List<Annotation> drawn = new ArrayList<>();
    for (Truth truth : sample.truths()) {
      drawn.add(
          new Annotation(
              truth.box(),
              evaluation.dataset().categories().get(truth.classId()).name(),
              1,
              TRUTH_COLOR));
    }
    return drawn;
  }

  private static void write(
      List<Case> cases, ImageSource source, Path folder, String kind, int most) throws IOException {
    cases.sort(Comparator.comparing(Case::weight).reversed());
    Set<Long> images = new HashSet<>();
    for (Case each : cases) {
      if (images.size() == most) {
        return;
      }
      if (images.add(each.sample().image().id())) {
        RgbImage image = source.read(each.sample().image()).toRgb();
        String file = String.format(Locale.ROOT, "%s-%02d.jpg", kind, images.size());
        Files.write(
            folder.resolve(file), ImageEncoder.jpeg(Annotator.draw(image, each.drawn()), 90));
      }
    }
  }
}
