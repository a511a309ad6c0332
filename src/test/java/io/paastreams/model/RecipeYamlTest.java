package io.paastreams.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.model.postprocess.ScoreCalibration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeYamlTest {

  private static final String PAGE = RecipeYaml.write(TestModels.recipe());

  @Property(tries = 200)
  void aWrittenRecipe_readsBackEqual(@ForAll("recipes") Recipe recipe) throws Exception {
    assertThat(RecipeYaml.read(RecipeYaml.write(recipe), "page")).isEqualTo(recipe);
  }

  @Provide
  Arbitrary<Recipe> recipes() {
    Arbitrary<Float> fractions = Arbitraries.floats().between(0.001f, 0.999f).ofScale(6);
    Arbitrary<List<Float>> triples = Arbitraries.floats().between(0.01f, 255f).list().ofSize(3);
    return Combinators.combine(
            Arbitraries.of("a", "7", "1.5", "true", "paa_r50_fpn_1.5x"),
            Arbitraries.of(18, 34, 50, 101),
            Arbitraries.integers().between(1, 128),
            fractions,
            triples,
            Arbitraries.of(-1, 1, 1000),
            Arbitraries.of(true, false))
        .as(
            (name, depth, width, fraction, triple, limit, flag) ->
                new Recipe(
                    name,
                    new Recipe.Backbone(depth, width),
                    new Recipe.Neck(2 * width, 2 + width % 4, 5),
                    new Recipe.Head(4, width),
                    new Recipe.Anchors(fraction * 8),
                    new Recipe.Input(1333, 32 + width, triple, triple, width),
                    new Recipe.Postprocess(fraction, limit, fraction, limit, flag, fraction),
                    new Recipe.Serving(
                        fraction,
                        fraction / 2,
                        fraction,
                        flag,
                        flag ? fraction : -1,
                        limit,
                        flag
                            ? List.of()
                            : List.of(
                                new ScoreCalibration.Point(fraction / 2, fraction / 3),
                                new ScoreCalibration.Point(fraction, fraction / 2)))));
  }

  /** A recipe written before recipes had this section. */
  private static String withoutServing() {
    return PAGE.substring(0, PAGE.indexOf("\n# Which of these detections users get"));
  }

  @Test
  void aPageWithoutServing_isServedByTheStandard() throws Exception {
    assertThat(RecipeYaml.read(withoutServing(), "page").serving())
        .isEqualTo(new Recipe.Serving(0.3f, 0.1f, 0.5f, false, -1, 100, List.of()));
    String sterner =
        withoutServing()
            .replace("scoreThreshold: 0.05", "scoreThreshold: 0.4")
            .replace("nmsIou: 0.6", "nmsIou: 0.45");
    assertThat(RecipeYaml.read(sterner, "page").serving())
        .isEqualTo(new Recipe.Serving(0.4f, 0.4f, 0.45f, false, -1, 100, List.of()));
  }

  @Test
  void serving_isReadWithItsCalibration() throws Exception {
    String page =
        withoutServing()
            + """
            serving:
              scoreThreshold: 0.45
              faintThreshold: 0.2
              nmsIou: 0.3
              acrossClasses: true
              containment: 0.7
              maxDetections: 50
            """;
    assertThat(RecipeYaml.read(page, "page").serving())
        .isEqualTo(new Recipe.Serving(0.45f, 0.2f, 0.3f, true, 0.7f, 50, List.of()));
    assertThat(
            RecipeYaml.read(page + "  calibration: [[0.2, 0.1], [0.5, 0.9]]\n", "page")
                .serving()
                .calibration())
        .containsExactly(
            new ScoreCalibration.Point(0.2f, 0.1f), new ScoreCalibration.Point(0.5f, 0.9f));
  }

  @Test
  void faultsOfServing_areReportedTogether() {
    String page =
        withoutServing()
            + """
            serving:
              scoreThreshold: 0.45
              faintTreshold: 0.2
              acrossClasses: perhaps
              containment: 0
              maxDetections: 0
              calibration: [[0.2, 0.1], [0.5, 0.1]]
            """;
    assertThatThrownBy(() -> RecipeYaml.read(page, "page"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("page has 7 fault(s):")
        .hasMessageContaining("serving.faintTreshold = 0.2 is not a key of a recipe")
        .hasMessageContaining("serving.faintThreshold is missing; it must be a number from 0.0")
        .hasMessageContaining("serving.nmsIou is missing")
        .hasMessageContaining("serving.acrossClasses = perhaps must be true or false")
        .hasMessageContaining("serving.containment = 0 must be a number above 0.0 up to 1.0, or -1")
        .hasMessageContaining("serving.maxDetections = 0 must be")
        .hasMessageContaining("serving.calibration = [[0.2, 0.1], [0.5, 0.1]] must be a list of");
    assertThatThrownBy(() -> RecipeYaml.read(withoutServing() + "serving:\n", "page"))
        .hasMessageContaining("serving has no value of its own");
    assertThatThrownBy(
            () ->
                RecipeYaml.read(PAGE.replace("faintThreshold: 0.1", "faintThreshold: 0.5"), "page"))
        .hasMessageContaining(
            "serving.faintThreshold = 0.5 must not exceed serving.scoreThreshold = 0.3");
  }

  @Test
  void aWrittenRecipe_explainsEveryKey() {
    assertThat(PAGE)
        .contains("\n# Feature pyramid (Lin et al., 2017)\nneck:\n")
        .containsPattern("  startLevel: 3 +# finest level: 3 is P3, stride 8\n");
    assertThat(PAGE.lines().filter(line -> line.contains(": ")))
        .allSatisfy(line -> assertThat(line).contains("#"));
  }

  @Test
  void faultsOfARecipe_areReportedTogether() {
    String page =
        PAGE.replace("  levels: 5", "  levelz: 5")
            .replace("depth: 18", "depth: 20")
            .replace("baseWidth: 2", "baseWidth: wide")
            .replace("scoreThreshold: 0.05", "scoreThreshold: 5")
            .replace("scoreVoting: true", "scoreVoting: maybe")
            .replace("[123.675, 116.28, 103.53]", "[123.675, 116.28]")
            .replace("channels: 4", "channels:");
    assertThatThrownBy(() -> RecipeYaml.read(page, "models/x/recipe.yaml"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("models/x/recipe.yaml has 8 fault(s):")
        .hasMessageContaining("neck.levelz = 5 is not a key of a recipe")
        .hasMessageContaining("neck.levels is missing; it must be a whole number from 1 to 8")
        .hasMessageContaining("neck.channels has no value of its own")
        .hasMessageContaining("backbone.depth = 20 must be one of [18, 34, 50, 101]")
        .hasMessageContaining("backbone.baseWidth = wide must be a whole number from 1 to 1024")
        .hasMessageContaining("postprocess.scoreThreshold = 5 must be a number from 0.0 to 1.0")
        .hasMessageContaining("postprocess.scoreVoting = maybe must be true or false")
        .hasMessageContaining("input.mean = [123.675, 116.28] must be a list of three numbers");
  }

  @Test
  void valuesThatContradictEachOther_areReportedTogether() {
    String page =
        PAGE.replace("groups: 2", "groups: 3")
            .replace("levels: 5", "levels: 2")
            .replace("maxShortSide: 256", "maxShortSide: 2560");
    assertThatThrownBy(() -> RecipeYaml.read(page, "page"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("head.groups = 3 must divide neck.channels = 4")
        .hasMessageContaining("neck.levels = 2 must be at least 3")
        .hasMessageContaining("input.maxShortSide = 2560 must not exceed input.maxLongSide = 320");
  }

  @Test
  void aRecipeMadeInCode_isCheckedTheSameWay() {
    Recipe sound = TestModels.recipe();
    assertThatThrownBy(
            () ->
                new Recipe(
                    "../escape",
                    new Recipe.Backbone(51, 2),
                    sound.neck(),
                    sound.head(),
                    new Recipe.Anchors(Float.NaN),
                    sound.input(),
                    sound.postprocess()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name = ../escape must be")
        .hasMessageContaining("backbone.depth = 51")
        .hasMessageContaining("anchors.scale = NaN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "just text",
        "name: [",
        "name: a\nname: b",
        "a: &a [*a]",
        "---\na: 1\n---\nb: 2",
        "backbone: {depth: {deeper: 1}}",
        "%YAML 9.9\n---\n",
        "backbone.depth: 18",
        "\u0000"
      })
  void whatIsNotARecipeIsRefused(String page) {
    assertThatThrownBy(() -> RecipeYaml.read(page, "page"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("page ");
  }

  @Test
  void anOversizedRecipe_isRefusedUnparsed() {
    assertThatThrownBy(() -> RecipeYaml.read("#".repeat(RecipeYaml.MAX_CHARS + 1), "page"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("too long for a recipe");
  }
}
