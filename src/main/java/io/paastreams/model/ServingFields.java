package io.paastreams.model;

import io.paastreams.model.RecipeFields.Field;
import io.paastreams.model.RecipeRule.Decimal;
import io.paastreams.model.RecipeRule.Flag;
import io.paastreams.model.RecipeRule.Limit;
import io.paastreams.model.RecipeRule.RisingPoints;
import io.paastreams.model.RecipeRule.Share;
import io.paastreams.model.postprocess.ScoreCalibration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys of the recipe section that the reference does not have. */
final class ServingFields {

  static final String SECTION = "serving";
  static final String CALIBRATION = "serving.calibration";

  private static final String SCORE = "serving.scoreThreshold";
  private static final String FAINT = "serving.faintThreshold";
  private static final String IOU = "serving.nmsIou";
  private static final String ACROSS = "serving.acrossClasses";
  private static final String CONTAINMENT = "serving.containment";
  private static final String MOST = "serving.maxDetections";

  static final List<Field> ALL =
      List.of(
          new Field(SCORE, new Decimal(0, true, 1), "detections score strictly above this"),
          new Field(FAINT, new Decimal(0, true, 1), "faint boxes score strictly above this"),
          new Field(
              IOU,
              new Decimal(0, true, 1),
              "a box whose IoU with a better one is higher is dropped"),
          new Field(ACROSS, new Flag(), "boxes of other classes count, too"),
          new Field(
              CONTAINMENT,
              new Share(),
              "so is one that shares this fraction of the smaller area, -1 for never"),
          new Field(MOST, new Limit(1_000_000), "per image, including faint ones, -1 for all"),
          new Field(CALIBRATION, new RisingPoints(100), "[score, calibrated score] points"));

  private ServingFields() {}

  static Map<String, Object> values(Recipe.Serving serving) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(SCORE, serving.scoreThreshold());
    values.put(FAINT, serving.faintThreshold());
    values.put(IOU, serving.nmsIou());
    values.put(ACROSS, serving.acrossClasses());
    values.put(CONTAINMENT, serving.containment());
    values.put(MOST, serving.maxDetections());
    values.put(
        CALIBRATION,
        serving.calibration().stream()
            .map(point -> List.of(point.score(), point.calibrated()))
            .toList());
    return values;
  }

  static void addContradictions(Map<String, Object> values, List<String> faults) {
    if (values.containsKey(SCORE) && values.containsKey(FAINT)) {
      float score = RecipeFields.decimal(values, SCORE);
      float faint = RecipeFields.decimal(values, FAINT);
      if (faint > score) {
        faults.add(FAINT + " = " + faint + " must not exceed " + SCORE + " = " + score);
      }
    }
  }

  /** The serving section from values without faults; the standard one if there is none. */
  static Recipe.Serving serving(Map<String, Object> values, Recipe.Postprocess postprocess) {
    if (!values.containsKey(SCORE)) {
      return Recipe.Serving.standard(postprocess);
    }
    return new Recipe.Serving(
        RecipeFields.decimal(values, SCORE),
        RecipeFields.decimal(values, FAINT),
        RecipeFields.decimal(values, IOU),
        RecipeFields.flag(values, ACROSS),
        RecipeFields.decimal(values, CONTAINMENT),
        RecipeFields.whole(values, MOST),
        points(values.getOrDefault(CALIBRATION, List.of())));
  }

  private static List<ScoreCalibration.Point> points(Object pairs) {
    return ((List<?>) pairs)
        .stream()
            .map(pair -> (List<?>) pair)
            .map(pair -> new ScoreCalibration.Point(coordinate(pair, 0), coordinate(pair, 1)))
            .toList();
  }

  private static float coordinate(List<?> pair, int index) {
    return ((Number) pair.get(index)).floatValue();
  }
}
