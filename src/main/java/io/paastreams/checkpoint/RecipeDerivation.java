package io.paastreams.checkpoint;

import io.paastreams.checkpoint.ImportOptions.InputScale;
import io.paastreams.checkpoint.ImportReport.Decision;
import io.paastreams.model.Recipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Assembles a recipe from the tensors, the caller's options, the configuration text in the
 * checkpoint, and the reference's values, in this order, and records where each value came from.
 */
final class RecipeDerivation {

  private static final String TENSORS = "tensor shapes";
  private static final String GIVEN = "given";
  private static final String TEXT = "the checkpoint's configuration";
  private static final String REFERENCE =
      "mmdetection's default, because the checkpoint does not say";
  private static final int REFERENCE_GROUPS = 32;

  /** Sections of a configuration that say how a detector is used, not how it was trained. */
  private static final String TEST_INPUT = "test_pipeline";

  private static final String TEST_OUTPUT = "test_cfg";

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
        new Recipe.Anchors(decimal("anchors.scale", "octave_base_scale", 8, "anchor_generator")),
        input(options, stored),
        new Recipe.Postprocess(
            decimal("postprocess.scoreThreshold", "score_thr", 0.05f, TEST_OUTPUT),
            whole("postprocess.candidatesPerLevel", "nms_pre", 1000, TEST_OUTPUT),
            decimal("postprocess.nmsIou", "iou_threshold|iou_thr", 0.6f, TEST_OUTPUT),
            whole("postprocess.maxDetections", "max_per_img", 100, TEST_OUTPUT),
            flag("postprocess.scoreVoting", "score_voting", true)));
  }

  /**
   * The mean and standard deviation stored among the tensors, as later versions of mmdetection may
   * do.
   */
  record Normalization(Optional<List<Float>> mean, Optional<List<Float>> std) {}

  private int groups(int channels, ImportOptions options) {
    if (options.groups().isPresent()) {
      return decide("head.groups", options.groups().getAsInt(), GIVEN);
    }
    Set<String> found = narrowed("num_groups", ConfigText.WHOLE, "bbox_head");
    if (found.size() > 1) {
      throw groupsWanted("has a configuration with several numbers of groups: " + found);
    }
    if (!found.isEmpty()) {
      return decide("head.groups", Integer.parseInt(found.iterator().next()), TEXT);
    }
    if (channels < REFERENCE_GROUPS) {
      return assume(
          "head.groups",
          channels,
          "one per channel, because the checkpoint does not say and mmdetection's 32 are"
              + " more than its channels; --groups sets another");
    }
    if (channels % REFERENCE_GROUPS != 0) {
      throw groupsWanted(
          "does not say how many groups its head's group normalisation has, and mmdetection's"
              + " default of 32 does not divide its %d channels".formatted(channels));
    }
    return assume("head.groups", REFERENCE_GROUPS, REFERENCE + "; --groups sets another");
  }

  private static Refusal groupsWanted(String finding) {
    return new Refusal(
        finding, "Pass the number that it was trained with: import FILE.pth --groups N --out DIR");
  }

  private Recipe.Input input(ImportOptions options, Normalization stored) {
    InputScale scale = scale(options);
    return new Recipe.Input(
        scale.longSide(),
        scale.shortSide(),
        triple("input.mean", "mean", stored.mean(), List.of(123.675f, 116.28f, 103.53f)),
        triple("input.std", "std", stored.std(), List.of(58.395f, 57.12f, 57.375f)),
        whole("input.sizeDivisor", "(?:pad_)?size_divisor", 32, TEST_INPUT));
  }

  private InputScale scale(ImportOptions options) {
    if (options.scale().isPresent()) {
      return decide(options.scale().get(), GIVEN, false);
    }
    Set<String> found = narrowed("(?:img_)?scale", ConfigText.PAIR, TEST_INPUT);
    if (found.size() == 1) {
      List<Float> sides = numbers(found.iterator().next());
      int one = sides.get(0).intValue();
      int other = sides.get(1).intValue();
      return decide(new InputScale(Math.max(one, other), Math.min(one, other)), TEXT, false);
    }
    return decide(new InputScale(1333, 800), because(found) + "; --scale sets another", true);
  }

  private InputScale decide(InputScale scale, String from, boolean assumed) {
    note("input.maxLongSide", scale.longSide(), from, assumed);
    note("input.maxShortSide", scale.shortSide(), from, assumed);
    return scale;
  }

  private List<Float> triple(
      String key, String name, Optional<List<Float>> stored, List<Float> reference) {
    if (stored.isPresent()) {
      return decide(key, stored.get(), "tensor data_preprocessor." + name);
    }
    Set<String> found = narrowed(name, ConfigText.TRIPLE, TEST_INPUT);
    List<Float> numbers = found.size() == 1 ? numbers(found.iterator().next()) : List.<Float>of();
    return numbers.size() == 3
        ? decide(key, numbers, TEXT)
        : assume(key, reference, because(found));
  }

  private int whole(String key, String names, int reference, String part) {
    return value(key, names, "-1|" + ConfigText.WHOLE, part, Integer::valueOf, reference);
  }

  private float decimal(String key, String names, float reference, String part) {
    return value(key, names, ConfigText.DECIMAL, part, Float::valueOf, reference);
  }

  private boolean flag(String key, String names, boolean reference) {
    return value(key, names, ConfigText.FLAG, "bbox_head", Boolean::valueOf, reference);
  }

  private <T> T value(
      String key,
      String names,
      String pattern,
      String part,
      Function<String, T> parse,
      T reference) {
    Set<String> found = narrowed(names, pattern, part);
    return found.size() == 1
        ? decide(key, parse.apply(found.iterator().next()), TEXT)
        : assume(key, reference, because(found));
  }

  /** The values of a setting; if there are several, those in the relevant section. */
  private Set<String> narrowed(String names, String pattern, String part) {
    Set<String> values = text.values(names, pattern);
    Set<String> inPart = values.size() > 1 ? text.part(part).values(names, pattern) : Set.of();
    return inPart.isEmpty() ? values : inPart;
  }

  private static String because(Set<String> found) {
    return found.size() > 1
        ? "mmdetection's default, because the checkpoint's configuration names several: "
            + Names.listed(found)
        : REFERENCE;
  }

  private static List<Float> numbers(String list) {
    return Arrays.stream(list.replaceAll("[()\\[\\]\\s]", "").split(",", 0))
        .filter(part -> part.matches(ConfigText.DECIMAL))
        .map(Float::valueOf)
        .toList();
  }

  private <T> T decide(String key, T value, String from) {
    return note(key, value, from, false);
  }

  private <T> T assume(String key, T value, String from) {
    return note(key, value, from, true);
  }

  private <T> T note(String key, T value, String from, boolean assumed) {
    decisions.add(new Decision(key, String.valueOf(value), from, assumed));
    return value;
  }
}
