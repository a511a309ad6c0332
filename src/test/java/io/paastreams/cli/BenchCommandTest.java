package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.model.Model;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code bench} refuses before it measures, and the models that it makes from recipes. */
@Tag("engine")
final class BenchCommandTest {

  @TempDir private Path folder;

  @Test
  void modelAndRecipe_excludeEachOther() {
    CommandRun run = CommandRun.of("bench", "--model=models/thermal-sky", "--recipe=golden-tiny");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--model and --recipe exclude each other");
  }

  @Test
  void unknownRecipe_namesTheKnownOnes() {
    CommandRun run = CommandRun.of("bench", "--recipe=paa_r50");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("'paa_r50'", "paa_r50_fpn_1x", "thermal-sky");
  }

  @Test
  void invalidRecipe_isNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("mine.yaml"), "backbone: {depth: 51}");

    CommandRun run = CommandRun.of("bench", "--recipe=" + file);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains(file.toString());
  }

  @Test
  void missingScript_isNamedWithTheRemedy() {
    CommandRun run = CommandRun.of("bench", "--torchscript=" + folder.resolve("none.pt"));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("none.pt", "freeze_paa.py");
  }

  @Test
  void unknownPart_isRefused() {
    CommandRun run = CommandRun.of("bench", "--parts=speed");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("speed", "scaling");
  }

  @Test
  void recipe_becomesAModel_whicheverWayItIsNamed() throws Exception {
    Path recipe = Path.of("models/golden-tiny/recipe.yaml");
    Files.copy(recipe, folder.resolve("recipe.yaml"));

    Model byName = RandomModels.of("golden-tiny");
    Model byFile = RandomModels.of(recipe.toString());
    Model byFolder = RandomModels.of(folder.toString());

    assertThat(byName.recipe()).isEqualTo(byFile.recipe()).isEqualTo(byFolder.recipe());
    assertThat(byName.labels()).isEqualTo(Files.readAllLines(recipe.resolveSibling("labels.txt")));
    assertThat(byFile.labels()).hasSize(80);
    assertThat(byFolder.weights().shapes().keySet()).isEqualTo(byFile.weights().shapes().keySet());
    float[] bias = byFile.weights().tensor("bbox_head.atss_cls.bias").values();
    assertThat(1 / (1 + Math.exp(-bias[79]))).isBetween(0.0019, 0.0021);
  }
}
