package io.paastreams.checkpoint;

import io.paastreams.checkpoint.ImportReport.Decision;
import io.paastreams.model.Recipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Puts a recipe together from what the tensors show, what the caller says, what the configuration
 * text in the checkpoint says, and the reference's values, in this order; notes where each came
 * from.
 */
final class RecipeDerivation {

  private static final String TENSORS = "tensor shapes";
  private static final String GIVEN = "given";
  private static final String TEXT = "the checkpoint's configuration";
  private static final String REFERENCE = "reference value";

  /** The reference has 8 channels a group. With fewer than this, 32 groups are not plausible. */
  private static final int LEAST_CHANNELS_A_GROUP = 4;

  private final ConfigText text;
  private final List<Decision> decisions = new ArrayList<>();

  RecipeDerivation(ConfigText text) {
    this.text = text;
  }

  List<Decision> decisions() {
    return decisions;
  }

  Recipe derive(PaaShape shape, String name, ImportOptions options, Normalization stored) {
    decide("name", name, options.name().isPresent() ? GIVEN : "the file's name");
    decide("backbone.depth", shape.backbone().depth(), "tensor names");
    decide("backbone.baseWidth", shape.backbone().baseWidth(), TENSORS);
    decide("neck.channels", shape.channels(), TENSORS);
    decide("neck.startLevel", shape.startLevel(), "tensor names");
    decide("neck.levels", shape.levels(), "tensor names");
    decide("head.stackedConvs", shape.stackedConvs(), "tensor names");
    return new Recipe(
        name,
        shape.backbone(),
        new Recipe.Neck(shape.channels(), shape.startLevel(), shape.levels()),
        new Recipe.Head(shape.stackedConvs(), groups(shape.channels(), options)),
        new Recipe.Anchors(decimal("anchors.scale", "octave_base_scale", 8)),
        input(options, stored),
        new Recipe.Postprocess(
            decimal("postprocess.scoreThreshold", "score_thr", 0.05f),
            whole("postprocess.candidatesPerLevel", "nms_pre", 1000),
            decimal("postprocess.nmsIou", "iou_threshold|iou_thr", 0.6f),
            whole("postprocess.maxDetections", "max_per_img", 100),
            flag("postprocess.scoreVoting", "score_voting", true)));
  }

  /**
   * Mean and standard deviation that lie among the tensors, as later mmdetections may keep them.
   */
  record Normalization(Optional<List<Float>> mean, Optional<List<Float>> std) {}

  private int groups(int channels, ImportOptions options) {
    if (options.groups().isPresent()) {
      return decide("head.groups", options.groups().getAsInt(), GIVEN);
    }
    Optional<String> found = only("head.groups", "num_groups", ConfigText.WHOLE);
    if (found.isPresent()) {
      return decide("head.groups", Integer.parseInt(found.get()), TEXT);
    }
    int groups = channels % 32 == 0 && channels / 32 >= LEAST_CHANNELS_A_GROUP ? 32 : 8;
    if (channels % groups != 0) {
      throw new Refusal(
          "does not say how many groups its head's group normalisation has (%d channels)"
              .formatted(channels),
          "Name the number of groups that it was trained with");
    }
    return decide(
        "head.groups",
        groups,
        "assumed: tensors do not show it; 32 from 128 channels on, else 8; give it if that is wrong");
  }

  private Recipe.Input input(ImportOptions options, Normalization stored) {
    int longSide = 1333;
    int shortSide = 800;
    String from = REFERENCE;
    Optional<String> found = only("input.maxLongSide", "(?:img_)?scale", ConfigText.PAIR);
    if (options.scale().isPresent()) {
      longSide = options.scale().get().longSide();
      shortSide = options.scale().get().shortSide();
      from = GIVEN;
    } else if (found.isPresent()) {
      List<Float> sides = numbers(found.get());
      longSide = Math.max(sides.get(0).intValue(), sides.get(1).intValue());
      shortSide = Math.min(sides.get(0).intValue(), sides.get(1).intValue());
      from = TEXT;
    }
    return new Recipe.Input(
        decide("input.maxLongSide", longSide, from),
        decide("input.maxShortSide", shortSide, from),
        triple("input.mean", "mean", stored.mean(), List.of(123.675f, 116.28f, 103.53f)),
        triple("input.std", "std", stored.std(), List.of(58.395f, 57.12f, 57.375f)),
        whole("input.sizeDivisor", "(?:pad_)?size_divisor", 32));
  }

  private List<Float> triple(
      String key, String name, Optional<List<Float>> stored, List<Float> reference) {
    if (stored.isPresent()) {
      return decide(key, stored.get(), "tensor data_preprocessor." + name);
    }
    Optional<List<Float>> found =
        only(key, name, ConfigText.TRIPLE)
            .map(RecipeDerivation::numbers)
            .filter(numbers -> numbers.size() == 3);
    return found.isPresent() ? decide(key, found.get(), TEXT) : decide(key, reference, REFERENCE);
  }

  private int whole(String key, String names, int reference) {
    Optional<String> found = only(key, names, "-1|" + ConfigText.WHOLE);
    return found.isPresent()
        ? decide(key, Integer.parseInt(found.get()), TEXT)
        : decide(key, reference, REFERENCE);
  }

  private float decimal(String key, String names, float reference) {
    Optional<String> found = only(key, names, ConfigText.DECIMAL);
    return found.isPresent()
        ? decide(key, Float.parseFloat(found.get()), TEXT)
        : decide(key, reference, REFERENCE);
  }

  private boolean flag(String key, String names, boolean reference) {
    Optional<String> found = only(key, names, ConfigText.FLAG);
    return found.isPresent()
        ? decide(key, Boolean.parseBoolean(found.get()), TEXT)
        : decide(key, reference, REFERENCE);
  }

  /** The value in the configuration text, if it has one and no other. */
  private Optional<String> only(String key, String names, String pattern) {
    Set<String> values = text.values(names, pattern);
    if (values.size() > 1) {
      decide(key, "?", TEXT + " names several: " + Names.listed(values));
    }
    return values.size() == 1 ? Optional.of(values.iterator().next()) : Optional.empty();
  }

  private static List<Float> numbers(String list) {
    return Arrays.stream(list.replaceAll("[()\\[\\]\\s]", "").split(",", 0))
        .filter(part -> part.matches(ConfigText.DECIMAL))
        .map(Float::valueOf)
        .toList();
  }

  private <T> T decide(String key, T value, String from) {
    decisions.add(new Decision(key, String.valueOf(value), from));
    return value;
  }
}
