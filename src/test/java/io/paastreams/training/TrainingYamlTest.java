package io.paastreams.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.dataset.StrongAugmentation;
import io.paastreams.model.Recipe;
import io.paastreams.model.RecipeYaml;
import io.paastreams.training.TrainingRecipe.Published;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TrainingYamlTest {

  private static final Path MODELS = Path.of("models");

  /** The published table: voting on, off, GB per GPU, epochs, and the file. */
  @ParameterizedTest
  @CsvSource({
    "paa_r50_fpn_1x, 50, 12, 40.4, 40.2, 3.7, paa_r50_fpn_1x_coco_20200821-936edec3.pth",
    "paa_r50_fpn_1.5x, 50, 18, 41.4, 41.2, 3.7, paa_r50_fpn_1.5x_coco_20200823-805d6078.pth",
    "paa_r50_fpn_2x, 50, 24, 41.6, , 3.7, paa_r50_fpn_2x_coco_20200821-c98bfc4e.pth",
    "paa_r101_fpn_1x, 101, 12, 42.6, 42.4, 6.2, paa_r101_fpn_1x_coco_20200821-0a1825a4.pth",
    "paa_r101_fpn_2x, 101, 24, 43.5, , 6.2, paa_r101_fpn_2x_coco_20200821-6829f96b.pth",
    "paa_r50_fpn_mstrain_3x, 50, 36, 43.3, , 3.7,"
        + " paa_r50_fpn_mstrain_3x_coco_20210121_145722-06a6880b.pth",
    "paa_r101_fpn_mstrain_3x, 101, 36, 45.1, , 6.2,"
        + " paa_r101_fpn_mstrain_3x_coco_20210122_084202-83250d22.pth"
  })
  void shippedRecipes_aimAtThePublishedResults(
      String name,
      int depth,
      int epochs,
      double voting,
      @Nullable Double off,
      @Nullable Double memory,
      String file)
      throws IOException {
    Recipe recipe = RecipeYaml.read(page(name, "recipe.yaml"), name);
    TrainingRecipe training = TrainingYaml.read(page(name, "training.yaml"), name);

    assertThat(recipe.name()).isEqualTo(name);
    assertThat(recipe.backbone().depth()).isEqualTo(depth);
    assertThat(training.schedule().epochs()).isEqualTo(epochs);
    assertThat(training.published()).isEqualTo(new Published(voting, off, memory, file));
    assertThat(TrainingYaml.read(TrainingYaml.write(training), "again")).isEqualTo(training);
  }

  @Test
  void everyTrainingRecipe_isValid() throws IOException {
    try (Stream<Path> folders = Files.list(MODELS)) {
      for (Path folder : folders.toList()) {
        Path page = folder.resolve("training.yaml");
        if (Files.exists(page)) {
          assertThat(TrainingYaml.read(Files.readString(page), page.toString())).isNotNull();
        }
      }
    }
  }

  @Test
  void pagesFromBeforeAnAugmentationExisted_doWithoutIt() throws IOException {
    StrongAugmentation shipped =
        TrainingYaml.read(page("thermal-sky-first", "training.yaml"), "page")
            .augmentation()
            .strong();

    assertThat(shipped).isNotNull();
    assertThat(shipped.backdropStrength()).isEqualTo(0.6f);
    assertThat(shipped.inversion()).isZero();
    assertThat(shipped.vignetting()).isZero();
  }

  @Test
  void anAugmentationThatIsMistyped_isNamed() throws IOException {
    String page = page("thermal-sky", "training.yaml");
    for (List<String> fault :
        List.of(
            List.of("    mosaic: 0.5\n", "", "augmentation.strong.mosaic"),
            List.of("mosaic: 0.5", "mosaic: 5", "mosaic is a probability"),
            List.of("noise: 6", "noise: 6\n    invertion: 1", "invertion"))) {
      String broken = page.replace(fault.get(0), fault.get(1));
      assertThat(broken).isNotEqualTo(page);
      assertThatThrownBy(() -> TrainingYaml.read(broken, "my.yaml"))
          .hasMessageContaining("my.yaml")
          .hasMessageContaining(fault.get(2));
    }
  }

  @Test
  void faults_nameThePageAndTheKey() {
    String page =
        TrainingYaml.write(SmallRun.training(TrainingRecipe.OptimizerConfig.Kind.SGD, 10, 0.1));
    for (List<String> fault :
        List.of(
            List.of("batchSize: 4", "batchSize: 0", "batchSize"),
            List.of("batchSize: 4", "batchsize: 4", "batchSize"),
            List.of("kind: SGD", "kind: ADAM", "optimizer.kind"),
            List.of("rate: 0.1", "rate: fast", "schedule.rate"),
            List.of("frameStep: 1", "frameStep: 0", "sampling.frameStep"))) {
      String broken = page.replace(fault.get(0), fault.get(1));
      assertThat(broken).isNotEqualTo(page);
      assertThatThrownBy(() -> TrainingYaml.read(broken, "my.yaml"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("my.yaml")
          .hasMessageContaining(fault.get(2));
    }
    assertThatThrownBy(() -> TrainingYaml.read("batchSize: 4", "my.yaml"))
        .hasMessageContaining("my.yaml");
  }

  private static String page(String name, String file) throws IOException {
    return Files.readString(MODELS.resolve(name).resolve(file));
  }
}
