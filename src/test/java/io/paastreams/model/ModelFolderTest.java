package io.paastreams.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.model.ModelFolder.WeightFormat;
import io.paastreams.model.StateDict.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("engine")
class ModelFolderTest {

  private static final Recipe RECIPE = TestModels.recipe();
  private static final StateDict WEIGHTS = TestModels.weights(RECIPE, 2);

  @TempDir Path models;

  @Test
  void aWrittenModel_readsBackEqual() throws IOException {
    Path folder = models.resolve("small");
    String sha256 = write(folder);
    Model model = ModelFolder.read(folder);
    assertThat(model.recipe()).isEqualTo(RECIPE);
    assertThat(model.labels()).isEqualTo(TestModels.LABELS);
    assertThat(model.sha256())
        .isEqualTo(sha256)
        .isEqualTo(FileHash.sha256(folder.resolve("weights.safetensors")));
    assertThat(model.weights().tensors().keySet())
        .containsExactlyElementsOf(WEIGHTS.tensors().keySet());
    WEIGHTS
        .tensors()
        .forEach(
            (name, tensor) ->
                assertThat(model.weights().tensor(name).values()).isEqualTo(tensor.values()));
    assertThat(folder.resolve("note.txt")).hasContent("hello");
  }

  @Test
  void anEarlierModelIsReplaced_andNothingElseStays() throws IOException {
    Path folder = models.resolve("small");
    write(folder);
    ModelFolder.write(folder, RECIPE, List.of("a", "b"), WEIGHTS, WeightFormat.FLOAT16, Map.of());
    assertThat(ModelFolder.read(folder).labels()).containsExactly("a", "b");
    assertThat(models).isDirectoryNotContaining(path -> !path.endsWith("small"));
    assertThat(folder.resolve("note.txt")).doesNotExist();
  }

  @Test
  void aFailedWrite_leavesTheEarlierModel() throws IOException {
    Path folder = models.resolve("small");
    write(folder);
    Map<String, Tensor> tensors = new LinkedHashMap<>(WEIGHTS.tensors());
    tensors.replaceAll(
        (name, t) ->
            name.equals("bbox_head.scales.4.scale")
                ? new Tensor(t.shape(), new float[] {1e6f})
                : t);
    assertThatThrownBy(
            () ->
                ModelFolder.write(
                    folder,
                    RECIPE,
                    TestModels.LABELS,
                    new StateDict(tensors),
                    WeightFormat.FLOAT16,
                    Map.of()))
        .isInstanceOf(IOException.class);
    assertThat(ModelFolder.read(folder).labels()).isEqualTo(TestModels.LABELS);
    assertThat(models).isDirectoryNotContaining(path -> !path.endsWith("small"));
  }

  @Test
  void aFolderOfOtherThings_isNotReplaced() throws IOException {
    Path folder = Files.createDirectory(models.resolve("photos"));
    Files.writeString(folder.resolve("photo.jpg"), "precious");
    assertThatThrownBy(() -> write(folder)).hasMessageContaining("is not a model folder");
    assertThat(folder.resolve("photo.jpg")).hasContent("precious");
  }

  @Test
  void anInterruptedReplacement_isExplained() throws IOException {
    write(models.resolve("small"));
    Files.move(models.resolve("small"), models.resolve("small.previous"));
    assertThatThrownBy(() -> ModelFolder.read(models.resolve("small")))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("rename " + models.resolve("small.previous"));
  }

  @Test
  void missingFiles_areNamed() throws IOException {
    assertThatThrownBy(() -> ModelFolder.read(models.resolve("absent")))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("a model is a folder with recipe.yaml");
    for (String name : List.of("recipe.yaml", "labels.txt", "weights.safetensors")) {
      Path folder = models.resolve("small");
      write(folder);
      Files.delete(folder.resolve(name));
      assertThatThrownBy(() -> ModelFolder.read(folder))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("has no " + name);
      Files.writeString(folder.resolve("recipe.yaml"), "kept so that it is replaced");
    }
  }

  @Test
  void labelsThatDoNotFitTheWeights_areRefused() throws IOException {
    Path folder = models.resolve("small");
    write(folder);
    Files.writeString(folder.resolve("labels.txt"), "a\n b \n\na\n");
    assertThatThrownBy(() -> ModelFolder.read(folder))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("label 2 repeats 'a'")
        .hasMessageContaining("bbox_head.atss_cls.bias is [2] instead of [3]");
    Files.write(folder.resolve("labels.txt"), new byte[] {(byte) 0xff, 'a'});
    assertThatThrownBy(() -> ModelFolder.read(folder))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("labels.txt is not UTF-8");
  }

  @Test
  void aRecipeOfAnotherNetwork_isRefused() throws IOException {
    Path folder = models.resolve("small");
    write(folder);
    Path page = folder.resolve("recipe.yaml");
    Files.writeString(page, Files.readString(page).replace("depth: 18", "depth: 34"));
    assertThatThrownBy(() -> ModelFolder.read(folder))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("backbone.layer1.2.conv1.weight [2, 2, 3, 3] is missing");
  }

  private static String write(Path folder) throws IOException {
    return ModelFolder.write(
        folder,
        RECIPE,
        TestModels.LABELS,
        WEIGHTS,
        WeightFormat.FLOAT32,
        Map.of("note.txt", "hello"));
  }
}
