package io.paastreams.model;

import io.paastreams.model.RecipeRule.Choice;
import io.paastreams.model.RecipeRule.Decimal;
import io.paastreams.model.RecipeRule.Flag;
import io.paastreams.model.RecipeRule.Limit;
import io.paastreams.model.RecipeRule.Name;
import io.paastreams.model.RecipeRule.Triple;
import io.paastreams.model.RecipeRule.Whole;
import io.paastreams.model.postprocess.PostprocessConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The keys of a recipe in the file's order: what each means and which values it may have. */
final class RecipeFields {

  private static final String VOTING_SIGMA = "postprocess.votingSigma";

  /**
   * One key.
   *
   * @param key the dotted key, for example {@code neck.channels}
   * @param meaning a few words for the file
   */
  record Field(String key, RecipeRule rule, String meaning) {

    /** Whether the key may be left out, in which case the standard value applies. */
    boolean isOptional() {
      return key.equals(VOTING_SIGMA) || key.equals(ServingFields.CALIBRATION);
    }

    String section() {
      int dot = key.indexOf('.');
      return dot < 0 ? "" : key.substring(0, dot);
    }

    @Nullable String fault(Object value) {
      return rule.accepts(value) ? null : key + " = " + value + " must be " + rule.allowed();
    }
  }

  private static final List<Field> REFERENCE =
      List.of(
          new Field("name", new Name(), "for lineage and listings"),
          new Field("backbone.depth", new Choice(Set.of(18, 34, 50, 101)), "ResNet's layers"),
          new Field("backbone.baseWidth", new Whole(1, 1024), "channels of the stem"),
          new Field("neck.channels", new Whole(1, 4096), "channels of every level and the head"),
          new Field("neck.startLevel", new Whole(2, 5), "finest level: 3 is P3, stride 8"),
          new Field("neck.levels", new Whole(1, 8), "those above P5 are strided convolutions"),
          new Field("head.stackedConvs", new Whole(1, 16), "convolutions of each tower"),
          new Field("head.groups", new Whole(1, 1024), "groups of each group normalisation"),
          new Field("anchors.scale", new Decimal(0, false, 64), "side of the square, in strides"),
          new Field("input.maxLongSide", new Whole(32, 16384), "pixels after resizing, at most"),
          new Field("input.maxShortSide", new Whole(32, 16384), "pixels after resizing, at most"),
          new Field(
              "input.mean", new Triple(new Decimal(0, true, 255)), "means of R, G, B in [0, 255]"),
          new Field("input.std", new Triple(new Decimal(0, false, 1000)), "deviations of R, G, B"),
          new Field(
              "input.sizeDivisor", new Whole(1, 1024), "sides are padded to multiples of this"),
          new Field(
              "postprocess.scoreThreshold",
              new Decimal(0, true, 1),
              "candidates score strictly above this"),
          new Field(
              "postprocess.candidatesPerLevel",
              new Limit(1_000_000),
              "locations kept before NMS, -1 for all"),
          new Field(
              "postprocess.nmsIou",
              new Decimal(0, true, 1),
              "a box whose IoU with a better one is higher is dropped"),
          new Field("postprocess.maxDetections", new Limit(1_000_000), "per image, -1 for all"),
          new Field("postprocess.scoreVoting", new Flag(), "refine boxes by score voting"),
          new Field(
              VOTING_SIGMA, new Decimal(0, false, 1), "votes weigh exp(-(1 - IoU)^2 / sigma)"));

  static final List<Field> ALL =
      Stream.concat(REFERENCE.stream(), ServingFields.ALL.stream()).toList();

  private RecipeFields() {}

  static List<String> faults(
      String name,
      Recipe.Backbone backbone,
      Recipe.Neck neck,
      Recipe.Head head,
      Recipe.Anchors anchors,
      Recipe.Input input,
      Recipe.Postprocess postprocess,
      Recipe.Serving serving) {
    return faults(values(name, backbone, neck, head, anchors, input, postprocess, serving));
  }

  /**
   * The faults of the values that are present, each with its key, the value and what is allowed.
   */
  static List<String> faults(Map<String, Object> values) {
    List<String> faults = new ArrayList<>();
    for (Field field : ALL) {
      Object value = values.get(field.key());
      String fault = value == null ? null : field.fault(value);
      if (fault != null) {
        faults.add(fault);
      }
    }
    if (faults.isEmpty() && has(values, REFERENCE)) {
      addContradictions(values, faults);
    }
    if (faults.isEmpty()) {
      ServingFields.addContradictions(values, faults);
    }
    return faults;
  }

  private static boolean has(Map<String, Object> values, List<Field> fields) {
    return fields.stream()
        .filter(field -> !field.isOptional())
        .map(Field::key)
        .allMatch(values::containsKey);
  }

  private static void addContradictions(Map<String, Object> values, List<String> faults) {
    int channels = whole(values, "neck.channels");
    int groups = whole(values, "head.groups");
    if (channels % groups != 0) {
      faults.add("head.groups = " + groups + " must divide neck.channels = " + channels);
    }
    int startLevel = whole(values, "neck.startLevel");
    int levels = whole(values, "neck.levels");
    if (startLevel + levels - 1 < 5) {
      faults.add(
          "neck.levels = %d must be at least %d, so that the levels from neck.startLevel = %d reach P5"
              .formatted(levels, 6 - startLevel, startLevel));
    }
    int longSide = whole(values, "input.maxLongSide");
    int shortSide = whole(values, "input.maxShortSide");
    if (shortSide > longSide) {
      faults.add(
          "input.maxShortSide = %d must not exceed input.maxLongSide = %d"
              .formatted(shortSide, longSide));
    }
  }

  static Map<String, Object> values(Recipe recipe) {
    return values(
        recipe.name(),
        recipe.backbone(),
        recipe.neck(),
        recipe.head(),
        recipe.anchors(),
        recipe.input(),
        recipe.postprocess(),
        recipe.serving());
  }

  private static Map<String, Object> values(
      String name,
      Recipe.Backbone backbone,
      Recipe.Neck neck,
      Recipe.Head head,
      Recipe.Anchors anchors,
      Recipe.Input input,
      Recipe.Postprocess postprocess,
      Recipe.Serving serving) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", name);
    values.put("backbone.depth", backbone.depth());
    values.put("backbone.baseWidth", backbone.baseWidth());
    values.put("neck.channels", neck.channels());
    values.put("neck.startLevel", neck.startLevel());
    values.put("neck.levels", neck.levels());
    values.put("head.stackedConvs", head.stackedConvs());
    values.put("head.groups", head.groups());
    values.put("anchors.scale", anchors.scale());
    values.put("input.maxLongSide", input.maxLongSide());
    values.put("input.maxShortSide", input.maxShortSide());
    values.put("input.mean", input.mean());
    values.put("input.std", input.std());
    values.put("input.sizeDivisor", input.sizeDivisor());
    values.put("postprocess.scoreThreshold", postprocess.scoreThreshold());
    values.put("postprocess.candidatesPerLevel", postprocess.candidatesPerLevel());
    values.put("postprocess.nmsIou", postprocess.nmsIou());
    values.put("postprocess.maxDetections", postprocess.maxDetections());
    values.put("postprocess.scoreVoting", postprocess.scoreVoting());
    values.put(VOTING_SIGMA, postprocess.votingSigma());
    values.putAll(ServingFields.values(serving));
    return values;
  }

  /** Creates the recipe from values that are complete and without faults. */
  static Recipe recipe(Map<String, Object> values) {
    Recipe.Postprocess postprocess =
        new Recipe.Postprocess(
            decimal(values, "postprocess.scoreThreshold"),
            whole(values, "postprocess.candidatesPerLevel"),
            decimal(values, "postprocess.nmsIou"),
            whole(values, "postprocess.maxDetections"),
            flag(values, "postprocess.scoreVoting"),
            values.containsKey(VOTING_SIGMA)
                ? decimal(values, VOTING_SIGMA)
                : PostprocessConfig.PAPER_VOTING_SIGMA);
    return new Recipe(
        text(values, "name"),
        new Recipe.Backbone(whole(values, "backbone.depth"), whole(values, "backbone.baseWidth")),
        new Recipe.Neck(
            whole(values, "neck.channels"),
            whole(values, "neck.startLevel"),
            whole(values, "neck.levels")),
        new Recipe.Head(whole(values, "head.stackedConvs"), whole(values, "head.groups")),
        new Recipe.Anchors(decimal(values, "anchors.scale")),
        new Recipe.Input(
            whole(values, "input.maxLongSide"),
            whole(values, "input.maxShortSide"),
            triple(values, "input.mean"),
            triple(values, "input.std"),
            whole(values, "input.sizeDivisor")),
        postprocess,
        ServingFields.serving(values, postprocess));
  }

  private static Object value(Map<String, Object> values, String key) {
    Object value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException("the recipe has no " + key);
    }
    return value;
  }

  private static String text(Map<String, Object> values, String key) {
    return (String) value(values, key);
  }

  static int whole(Map<String, Object> values, String key) {
    return (Integer) value(values, key);
  }

  static float decimal(Map<String, Object> values, String key) {
    return ((Number) value(values, key)).floatValue();
  }

  static boolean flag(Map<String, Object> values, String key) {
    return (Boolean) value(values, key);
  }

  private static List<Float> triple(Map<String, Object> values, String key) {
    return ((List<?>) value(values, key))
        .stream().map(each -> ((Number) each).floatValue()).toList();
  }
}
