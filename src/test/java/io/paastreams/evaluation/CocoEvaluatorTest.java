package io.paastreams.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.paastreams.dataset.Category;
import io.paastreams.dataset.CocoReader;
import io.paastreams.dataset.Dataset;
import io.paastreams.dataset.Sample;
import io.paastreams.training.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every figure, curve and match equals that of pycocotools. */
final class CocoEvaluatorTest {

  private static final double TOLERANCE = 1e-9;

  @ParameterizedTest
  @ValueSource(strings = {"mixed", "many_dets", "perfect", "almost_none"})
  void figures_equalPycocotools(String name) throws IOException {
    JsonNode expected = Golden.json("coco/" + name + "_expected.json");

    CocoMetrics metrics = evaluator(name).evaluate();

    JsonNode stats = expected.get("stats");
    assertClose(metrics.ap(), stats.get("AP"));
    assertClose(metrics.ap50(), stats.get("AP50"));
    assertClose(metrics.ap75(), stats.get("AP75"));
    assertClose(metrics.apSmall(), stats.get("APs"));
    assertClose(metrics.apMedium(), stats.get("APm"));
    assertClose(metrics.apLarge(), stats.get("APl"));
    assertClose(metrics.ar1(), stats.get("AR1"));
    assertClose(metrics.ar10(), stats.get("AR10"));
    assertClose(metrics.ar100(), stats.get("AR100"));
    assertClose(metrics.arSmall(), stats.get("ARs"));
    assertClose(metrics.arMedium(), stats.get("ARm"));
    assertClose(metrics.arLarge(), stats.get("ARl"));
    List<Category> categories = dataset(name).categories();
    for (int k = 0; k < categories.size(); k++) {
      JsonNode category = expected.get("per_category").get(String.valueOf(categories.get(k).id()));
      assertClose(metrics.classes().get(k).ap(), category.get("AP"));
      assertClose(metrics.classes().get(k).ap50(), category.get("AP50"));
      assertClose(metrics.classes().get(k).ar(), category.get("AR"));
    }
    for (JsonNode line : expected.get("summary")) {
      assertThat(metrics.summary()).contains(line.asText());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mixed", "many_dets", "perfect", "almost_none"})
  void curves_equalPycocotools(String name) throws IOException {
    JsonNode expected = Golden.json("coco/" + name + "_expected.json");
    CocoEvaluator evaluator = evaluator(name);
    double precisionSum = 0;
    double recallSum = 0;
    double scoreSum = 0;
    double[] byThreshold = new double[10];
    int[] counts = new int[10];
    List<Category> categories = evaluator.dataset().categories();
    List<Long> sorted = categories.stream().map(Category::id).sorted().toList();
    for (int k = 0; k < categories.size(); k++) {
      int column = sorted.indexOf(categories.get(k).id());
      for (SizeGroup group : SizeGroup.values()) {
        for (int limit : new int[] {1, 10, 100}) {
          PrecisionRecall curve = PrecisionRecall.of(evaluator.match(k, group), 10, limit);
          for (int t = 0; t < 10; t++) {
            recallSum += curve.recall()[t];
            for (int r = 0; r < PrecisionRecall.RECALL_POINTS; r++) {
              precisionSum += curve.precision()[t][r];
              scoreSum += curve.scores()[t][r];
              if (group == SizeGroup.ALL && limit == 100 && curve.isDefined()) {
                byThreshold[t] += curve.precision()[t][r];
                counts[t]++;
              }
            }
          }
          if (group == SizeGroup.ALL && limit == 100) {
            for (int t = 0; t < 10; t++) {
              assertClose(
                  curve.recall()[t], expected.get("recall_T_by_K_area_all").get(t).get(column));
            }
            if (column == 0) {
              double[] first = Golden.doubles(expected.get("precision_cat0_iou50_area_all"));
              assertThat(curve.precision()[0]).containsExactly(first, within(TOLERANCE));
            }
          }
        }
      }
    }
    assertThat(precisionSum).isCloseTo(expected.get("precision_sum").asDouble(), within(1e-6));
    assertThat(recallSum).isCloseTo(expected.get("recall_sum").asDouble(), within(1e-6));
    assertThat(scoreSum).isCloseTo(expected.get("scores_sum").asDouble(), within(1e-6));
    for (int t = 0; t < 10; t++) {
      assertClose(byThreshold[t] / counts[t], expected.get("per_iou_AP").get(t));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mixed", "many_dets", "perfect", "almost_none"})
  void matches_equalPycocotools(String name) throws IOException {
    CocoEvaluator evaluator = evaluator(name);
    Map<Long, Sample> samples = new HashMap<>();
    evaluator.dataset().samples().forEach(s -> samples.put(s.image().id(), s));
    Map<Long, Integer> classIds = classIds(evaluator.dataset());
    for (JsonNode expected : Golden.json("coco/" + name + "_expected.json").get("matches")) {
      Sample sample = Objects.requireNonNull(samples.get(expected.get("image_id").asLong()));
      int classId = classId(classIds, expected);

      Matching matching = evaluator.match(sample, classId, SizeGroup.ALL);

      assertThat(matching.detections().stream().mapToInt(box -> (int) box.id()).toArray())
          .containsExactly(Golden.ints(expected.get("dt_ids")));
      assertThat(matching.truths().stream().mapToInt(truth -> (int) truth.id()).toArray())
          .containsExactly(Golden.ints(expected.get("gt_ids")));
      for (int d = 0; d < matching.detections().size(); d++) {
        int match = matching.matched()[0][d];
        assertThat(match < 0 ? 0 : matching.truths().get(match).id())
            .isEqualTo(expected.get("dt_matched_gt_iou50").get(d).asLong());
        assertThat(matching.ignored()[0][d])
            .isEqualTo(expected.get("dt_ignored_iou50").get(d).asInt() != 0);
      }
      for (int g = 0; g < matching.truths().size(); g++) {
        assertThat(matching.truthIgnored()[g])
            .isEqualTo(expected.get("gt_ignored").get(g).asInt() != 0);
      }
    }
  }

  private static CocoEvaluator evaluator(String name) throws IOException {
    Dataset dataset = dataset(name);
    CocoEvaluator evaluator = new CocoEvaluator(dataset);
    Map<Long, Integer> classIds = classIds(dataset);
    long id = 0;
    for (JsonNode det : Golden.json("coco/" + name + "_dets.json")) {
      JsonNode box = det.get("bbox");
      evaluator.add(
          det.get("image_id").asLong(),
          new ScoredBox(
              ++id,
              box.get(0).asDouble(),
              box.get(1).asDouble(),
              box.get(2).asDouble(),
              box.get(3).asDouble(),
              classId(classIds, det),
              det.get("score").asDouble()));
    }
    return evaluator;
  }

  private static Dataset dataset(String name) throws IOException {
    return CocoReader.read(Path.of("src/test/resources/golden/coco/" + name + "_gt.json"))
        .dataset();
  }

  private static Map<Long, Integer> classIds(Dataset dataset) {
    Map<Long, Integer> ids = new HashMap<>();
    for (Category category : dataset.categories()) {
      ids.put(category.id(), ids.size());
    }
    return ids;
  }

  private static int classId(Map<Long, Integer> classIds, JsonNode node) {
    return Objects.requireNonNull(classIds.get(node.get("category_id").asLong()));
  }

  private static void assertClose(double actual, JsonNode expected) {
    assertThat(actual).isCloseTo(expected.asDouble(), within(TOLERANCE));
  }
}
