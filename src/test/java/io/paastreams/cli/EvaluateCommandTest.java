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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code evaluate} on annotation files as written by tools and by hand. */
@Tag("engine")
class EvaluateCommandTest {

  private static final String TINY = "models/golden-tiny";
  private static final List<String> LABELS = List.of("ring", "square", "star", "cross");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path images;

  private static String annotations = "";
  private static double ap = -1;

  @TempDir Path folder;

  /**
   * The ground truth is every second box that the model finds, so that the figure is neither 0 nor
   * 1.
   */
  @BeforeEach
  void makeImagesOnce() throws IOException {
    if (ap >= 0) {
      return;
    }
    Random random = new Random(5);
    StringBuilder listed = new StringBuilder();
    StringBuilder objects = new StringBuilder();
    int id = 100;
    for (int i = 1; i <= 3; i++) {
      byte[] pixels = new byte[3 * 96 * 64];
      random.nextBytes(pixels);
      Path image = Files.createDirectories(images.resolve("sub")).resolve(i + ".png");
      Files.write(image, ImageEncoder.png(new RgbImage(new Size(96, 64), pixels)));
      listed.append(
          "{\"id\": %d, \"file_name\": \"sub/%d.png\", \"width\": 96, \"height\": 64},\n"
              .formatted(i, i));
      JsonNode found =
          JSON.readTree(
              CommandRun.of(
                      "detect",
                      image.toString(),
                      "--model",
                      TINY,
                      "--device=cpu",
                      "--profile=reference")
                  .out());
      for (int k = 0; k < 8; k += 2) {
        JsonNode box = found.get(0).get("detections").get(k).get("box");
        double x = box.get(0).asDouble();
        double y = box.get(1).asDouble();
        objects.append(
            String.format(
                Locale.ROOT,
                "{\"id\": %d, \"image_id\": %d, \"category_id\": %d, \"bbox\": [%f, %f, %f, %f],"
                    + " \"area\": 400.0},%n",
                id++,
                i,
                1 + LABELS.indexOf(found.get(0).get("detections").get(k).get("label").asText()),
                x,
                y,
                box.get(2).asDouble() - x,
                box.get(3).asDouble() - y));
      }
    }
    annotations =
        """
        {"categories": [{"id": 1, "name": "ring"}, {"id": 2, "name": "square"},
          {"id": 3, "name": "star"}, {"id": 4, "name": "cross"}],
         "images": [%s], "annotations": [%s]}
        """
            .formatted(withoutLastComma(listed), withoutLastComma(objects));
    ap = figure(evaluate(annotations, "--json=-"));
    assertThat(ap).isBetween(0.1, 0.95);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"id\": 10\\d, \"image_id\" | \"id\": 7, \"image_id\" | repeat the id of another"
            + " object; all are",
        "sub/                         | sub\\\\\\\\              | 12 objects",
        "400.0                        | NaN                    | negative or not a number",
        "400.0                        | -1                     | negative or not a number",
        "400.0                        | Infinity               | negative or not a number",
        "\"name\": \"star\"             | \"name\": \" STAR\"      | category ' STAR' is the"
            + " class 'star'",
        "\"categories\": .             | \"categories\": [{\"id\": 0, \"name\":"
            + " \"objects\"}, | 'objects' has no objects",
      })
  void whatCanBeUnderstood_givesTheSameFigure(String what, String instead, String said)
      throws IOException {
    CommandRun run = evaluate(annotations.replaceAll(what, instead), "--json=-");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).contains(said).contains("Evaluated on 12 objects in 3 images");
    assertThat(figure(run)).isEqualTo(ap);
  }

  @Test
  void categoriesInAnotherOrder_areMatchedByName() throws IOException {
    String reordered =
        annotations.replaceFirst(
            "(?s)(.\"id\": 1, \"name\": \"ring\"}), (.*?)(.\"id\": 4, \"name\": \"cross\"})",
            "$3, $2$1");
    assertThat(reordered).isNotEqualTo(annotations);

    CommandRun run = evaluate(reordered, "--json=-");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(figure(run)).isEqualTo(ap);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"id\": 1, \"name\"       | \"id\": \"1\", \"name\"   | integers, written without quotes",
        "(?s)\"categories\".*?]    | \"categories\": []      | has no usable category",
        "\"name\": \".              | \"name\": \"my          | they have no class in common",
        "\"name\": \"ring\"        | \"name\": \"circle\"    | not among the classes",
        "\"id\": 2, \"file_name\"  | \"id\": 1, \"file_name\" | images repeat an id",
        "sub/2.png               | sub/1.png             | images repeat another image's file",
        "sub/2.png               | 2.png                 | 1 images have no file",
        "\"sub/                   | \"deep/sub/            | no usable image",
        "\"width\": 96             | \"width\": \"96\"       | no positive integer",
        "\"category_id\": .        | \"category_id\": 9      | a category that is not listed",
        "\"image_id\": 2           | \"image_id\": 22        | an image that is not listed",
        "\"bbox\": .[^,]*          | \"bbox\": [NaN          | of four finite numbers",
        "\"bbox\": .[^,]*          | \"bbox\": [-500         | a box outside their image",
      })
  void whatTakesObjectsAway_isRefusedInTheUsersWords(String what, String instead, String said)
      throws IOException {
    String changed = annotations.replaceAll(what.strip(), instead);
    assertThat(changed).isNotEqualTo(annotations);

    CommandRun run = evaluate(changed);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains(said, "error: ").doesNotContain("\tat ");
    assertThat(run.out()).doesNotContain("Average Precision");
  }

  @Test
  void leniently_theFigureSaysWhatItIsOf() throws IOException {
    CommandRun run =
        evaluate(
            annotations.replace("\"image_id\": 2,", "\"image_id\": 22,"), "--lenient", "--json=-");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("Evaluated on 8 objects in 3 images; REDUCED", "UNKNOWN_IMAGE=4");
    assertThat(JSON.readTree(run.out()).at("/data/faults/UNKNOWN_IMAGE").asInt()).isEqualTo(4);
    assertThat(JSON.readTree(run.out()).at("/data/objects").asInt()).isEqualTo(8);
  }

  @Test
  void anUnreadableImage_doesNotHideTheOthers() throws IOException {
    Path copy = Files.createDirectories(folder.resolve("copy/sub"));
    for (int i = 1; i <= 3; i++) {
      Files.copy(images.resolve("sub/" + i + ".png"), copy.resolve(i + ".png"));
    }
    Files.writeString(copy.resolve("2.png"), "not an image");
    Path file = Files.writeString(folder.resolve("a.json"), annotations);
    String[] args = {
      "evaluate",
      "--model=" + TINY,
      "--device=cpu",
      "--annotations=" + file,
      "--images=" + folder.resolve("copy")
    };

    CommandRun run = CommandRun.of(args);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .contains("Evaluated on 8 objects in 2 images; 1 images could not be read");
    assertThat(run.err()).containsOnlyOnce("cannot read").contains("2.png", "1 of 3 images");
  }

  @Test
  void scenes_chooseWhatIsEvaluated() throws IOException {
    String placed =
        annotations
            .replace("\"id\": 1, \"file_name\"", "\"scene\": \"shore\", \"id\": 1, \"file_name\"")
            .replace("\"id\": 2, \"file_name\"", "\"scene\": \"town\", \"id\": 2, \"file_name\"")
            .replace("\"id\": 3, \"file_name\"", "\"scene\": \"wood\", \"id\": 3, \"file_name\"");

    CommandRun chosen = evaluate(placed, "--scenes=town,wood", "--json=-");
    CommandRun rest = evaluate(placed, "--exclude-scenes=shore", "--json=-");

    assertThat(chosen.err()).contains("Evaluated on 8 objects in 2 images");
    assertThat(figure(rest)).isEqualTo(figure(chosen)).isNotEqualTo(ap);
    assertThat(evaluate(placed, "--scenes=twon").err())
        .contains("annotations.json: there is no scene twon; the scenes are shore, town, wood");
  }

  @Test
  void progressIsOnStandardError_andJsonAloneOnStandardOutput() throws IOException {
    CommandRun run = evaluate(annotations, "--json", "-");

    assertThat(run.err()).contains("3 of 3, 100 %").contains("Average Precision");
    assertThat(JSON.readTree(run.out()).at("/voting/ap50").isNumber()).isTrue();
    assertThat(evaluate(annotations).out()).contains("Average Precision").doesNotContain("100 %");
  }

  private CommandRun evaluate(String text, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("annotations.json"), text);
    List<String> args =
        new ArrayList<>(
            List.of(
                "evaluate",
                "--model=" + TINY,
                "--device=cpu",
                "--score-voting=on",
                "--annotations=" + file,
                "--images=" + images));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private static double figure(CommandRun run) throws IOException {
    return JSON.readTree(run.out()).at("/voting/ap").asDouble();
  }

  private static String withoutLastComma(StringBuilder list) {
    return list.substring(0, list.lastIndexOf(","));
  }
}
