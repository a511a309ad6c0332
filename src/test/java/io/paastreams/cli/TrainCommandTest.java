package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paastreams.geometry.Size;
import io.paastreams.image.ImageEncoder;
import io.paastreams.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train} and {@code evaluate} on eight small images, from files to files. */
@Tag("engine")
final class TrainCommandTest {

  private static final Size SIZE = new Size(64, 64);

  @TempDir Path folder;

  @BeforeEach
  void makeDataAndRecipe() throws IOException {
    StringBuilder images = new StringBuilder();
    StringBuilder boxes = new StringBuilder();
    for (int i = 1; i <= 8; i++) {
      byte[] rgb = new byte[3 * (int) SIZE.area()];
      Arrays.fill(rgb, (byte) 100);
      for (int y = 20; y < 36; y++) {
        int row = 3 * (y * SIZE.width() + 4 * i);
        Arrays.fill(rgb, row, row + 3 * 16, (byte) 230);
      }
      Files.write(folder.resolve(i + ".png"), ImageEncoder.png(new RgbImage(SIZE, rgb)));
      String comma = i == 1 ? "" : ",";
      images.append(
          String.format(
              Locale.ROOT,
              "%s{\"id\":%d,\"file_name\":\"%d.png\",\"width\":64,\"height\":64}",
              comma,
              i,
              i));
      boxes.append(
          String.format(
              Locale.ROOT,
              "%s{\"id\":%d,\"image_id\":%d,\"category_id\":1,\"bbox\":[%d,20,16,16]}",
              comma,
              i,
              i,
              4 * i));
    }
    // One entry that belongs to no image, and one without a file.
    images.append(",{\"id\":9,\"file_name\":\"lost.png\",\"width\":64,\"height\":64}");
    boxes.append(",{\"id\":9,\"image_id\":77,\"category_id\":1,\"bbox\":[1,1,5,5]}");
    Files.writeString(
        folder.resolve("data.json"),
        "{\"categories\":[{\"id\":1,\"name\":\"square\"}],\"images\":["
            + images
            + "],\"annotations\":["
            + boxes
            + "]}");
    Path recipe = Files.createDirectories(folder.resolve("recipe"));
    Files.writeString(
        recipe.resolve("recipe.yaml"),
        Files.readString(Path.of("models/paa_r50_fpn_1x/recipe.yaml"))
            .replace("depth: 50", "depth: 18")
            .replace("baseWidth: 64", "baseWidth: 4")
            .replace("channels: 256", "channels: 8")
            .replace("startLevel: 3", "startLevel: 2")
            .replace("levels: 5", "levels: 4")
            .replace("stackedConvs: 4", "stackedConvs: 1")
            .replace("groups: 32", "groups: 2")
            .replace("scale: 8.0", "scale: 4.0")
            .replace("maxLongSide: 1333", "maxLongSide: 64")
            .replace("maxShortSide: 800", "maxShortSide: 64"));
    Files.writeString(
        recipe.resolve("training.yaml"),
        Files.readString(Path.of("models/paa_r50_fpn_1x/training.yaml"))
            .replace("batchSize: 16", "batchSize: 4")
            .replace("epochs: 12", "epochs: 3")
            .replace("trainable: false", "trainable: true")
            .replace("frozenStages: 1 ", "frozenStages: -1 ")
            .replace("longSide: 1333", "longSide: 64")
            .replace("minShortSide: 800", "minShortSide: 64")
            .replace("maxShortSide: 800", "maxShortSide: 64"));
  }

  @Test
  void train_stopsResumesAndIsEvaluated() throws IOException {
    CommandRun first = train("--lenient", "--stop-after", "2", "--json=-");
    assertThat(first.status()).as(first.err()).isZero();
    JsonNode stopped = new ObjectMapper().readTree(first.out());
    assertThat(stopped.get("step").asInt()).isEqualTo(2);
    assertThat(stopped.get("steps").asInt()).isEqualTo(6);
    assertThat(stopped.get("complete").asBoolean()).isFalse();
    assertThat(first.err())
        .contains("8 images, 8 objects, classes square")
        .contains("1 annotations refer to an image that is not listed; dropped")
        .contains("1 images have no file; dropped (first: lost.png)");

    Path trained = folder.resolve("trained.json");
    CommandRun second = train("--lenient", "--checkpoint-every", "3", "--json=" + trained);

    assertThat(second.status()).as(second.err()).isZero();
    assertThat(second.out())
        .contains("resumed after step 2")
        .contains("step 6 of 6")
        .contains("AP50 on validation");
    JsonNode complete = new ObjectMapper().readTree(trained.toFile());
    assertThat(complete.get("complete").asBoolean()).isTrue();
    assertThat(complete.get("resumedAfter").asInt()).isEqualTo(2);
    assertThat(complete.at("/validations/0/ap50").isNumber()).isTrue();
    assertThat(folder.resolve("out/model/weights.safetensors")).isNotEmptyFile();
    assertThat(folder.resolve("out/best/weights.safetensors")).isNotEmptyFile();
    assertThat(folder.resolve("out/curves.png")).isNotEmptyFile();

    Path json = folder.resolve("figures.json");
    CommandRun evaluated =
        CommandRun.of(
            "evaluate",
            "--model=" + folder.resolve("out/model"),
            "--annotations=" + folder.resolve("data.json"),
            "--images=" + folder,
            "--score-voting=both",
            "--object-free",
            "--lenient",
            "--json=" + json,
            "--plots=" + folder.resolve("plots"));

    assertThat(evaluated.status()).as(evaluated.err()).isZero();
    assertThat(evaluated.out())
        .contains("Score voting on")
        .contains("Score voting off")
        .contains("Average Precision  (AP) @[ IoU=0.50:0.95")
        .contains("parts of images that show no object");
    assertThat(new ObjectMapper().readTree(json.toFile()).at("/noVoting/ap50").isNumber()).isTrue();
    assertThat(folder.resolve("plots/precision-recall.png")).isNotEmptyFile();
  }

  @Test
  void anUnreadableImageIsNamed_andTrainingGoesOn() throws IOException {
    Files.writeString(folder.resolve("3.png"), "not an image");

    CommandRun run = train("--lenient", "--stop-after", "2");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).containsOnlyOnce("3.png").contains("training continues without it");
  }

  @Test
  void excludedScenes_areOnlyLeftOutOfTraining() throws IOException {
    Path data = folder.resolve("data.json");
    Files.writeString(
        data,
        Files.readString(data)
            .replace("\"file_name\":\"1.png\"", "\"scene\":\"shore\",\"file_name\":\"1.png\"")
            .replace("\"file_name\":\"2.png\"", "\"scene\":\"shore\",\"file_name\":\"2.png\""));

    CommandRun run = train("--lenient", "--stop-after=1", "--exclude-scenes=shore");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err().lines().filter(line -> line.contains("data.json: ")))
        .anyMatch(line -> line.contains("6 images, 6 objects"))
        .anyMatch(line -> line.contains("8 images, 8 objects"));
    assertThat(train("--lenient", "--exclude-scenes=share").err())
        .contains("data.json: there is no scene share; the scenes are shore");
  }

  @Test
  void aBackboneOfAnotherShape_isRefused() {
    CommandRun run =
        train("--lenient", "--backbone", "src/test/resources/golden/ckpt/tiny_zip.pth");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("tiny_zip.pth is a ResNet-50 of width 8, but the recipe has");
  }

  @Test
  void faultyAnnotations_areRefused() {
    CommandRun run = train();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("data.json has the faults above", "--lenient");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void evaluate_withoutImages_saysWhatToDo() {
    CommandRun noImages =
        CommandRun.of(
            "evaluate",
            "--model=models/golden-tiny",
            "--lenient",
            "--annotations=" + folder.resolve("data.json"));
    assertThat(noImages.status()).isEqualTo(1);
    assertThat(noImages.err()).contains("add --images DIR");
  }

  private CommandRun train(String... more) {
    String[] args = {
      "train",
      "--recipe=" + folder.resolve("recipe"),
      "--train=" + folder.resolve("data.json"),
      "--val=" + folder.resolve("data.json"),
      "--images=" + folder,
      "--out=" + folder.resolve("out")
    };
    String[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return CommandRun.of(all);
  }
}
