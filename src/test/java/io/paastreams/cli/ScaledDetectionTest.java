package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paastreams.cli.demo.DemoClips;
import io.paastreams.geometry.Size;
import io.paastreams.image.ImageEncoder;
import io.paastreams.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundled model on real frames that are three times as large as its network's input. */
@Tag("engine")
class ScaledDetectionTest {

  private static final List<String> CLASSES = List.of("airplane", "bird", "drone", "helicopter");

  private static final int CLIP_FRAME = 30;

  /** Less certain ones come and go with the last bit. */
  private static final float SURE = 0.5f;

  /** The tolerance in pixels of the file, equal to two of the network's. */
  private static final float MOST_PIXELS = 6;

  @TempDir private Path folder;
  private final List<Path> images = new ArrayList<>();

  @BeforeEach
  void writeImages() throws IOException {
    for (Path clip : DemoClips.extractTo(folder).files()) {
      List<RgbImage> frames = new ArrayList<>();
      new ClipFrames()
          .decode(
              clip,
              (index, frame) -> {
                if (index == CLIP_FRAME) {
                  frames.add(frame);
                }
                return index < CLIP_FRAME;
              });
      RgbImage large = frames.get(0).stretchedTo(new Size(960, 768));
      Path image = folder.resolve("image-" + images.size() + ".jpg");
      images.add(Files.write(image, ImageEncoder.jpeg(large, 90)));
    }
  }

  @Test
  void scaledDecoding_findsTheSame_inPixelsOfTheFile() throws IOException {
    JsonNode full = detect("full");
    JsonNode scaled = detect("scaled");

    assertThat(full).hasSize(4);
    int compared = 0;
    for (int i = 0; i < 4; i++) {
      assertThat(scaled.get(i).get("width").asInt()).isEqualTo(960);
      assertThat(scaled.get(i).get("height").asInt()).isEqualTo(768);
      compared += foundAgain(full.get(i), scaled.get(i)) + foundAgain(scaled.get(i), full.get(i));
    }
    assertThat(compared).isGreaterThanOrEqualTo(6);
    assertThat(scaled).as("images decoded at half their size").isNotEqualTo(full);
  }

  @Test
  void evaluate_readsScaledImages_andScoresThemByTheirAnnotations() throws IOException {
    Path annotations = folder.resolve("annotations.json");
    List<String> entries = new ArrayList<>();
    List<String> objects = new ArrayList<>();
    JsonNode detected = detect("full");
    for (int i = 0; i < images.size(); i++) {
      entries.add(
          "{\"id\": %d, \"file_name\": \"%s\", \"width\": 960, \"height\": 768}"
              .formatted(i + 1, images.get(i).getFileName()));
      for (JsonNode found : detected.get(i).get("detections")) {
        if (found.get("score").floatValue() > SURE) {
          objects.add(annotation(objects.size() + 1, i + 1, found));
        }
      }
    }
    List<String> categories = new ArrayList<>();
    for (String name : CLASSES) {
      categories.add("{\"id\": %d, \"name\": \"%s\"}".formatted(categories.size() + 1, name));
    }
    Files.writeString(
        annotations,
        "{\"images\": %s, \"annotations\": %s, \"categories\": %s}"
            .formatted(entries, objects, categories));
    Path figures = folder.resolve("figures.json");

    CommandRun run =
        CommandRun.of(
            "evaluate",
            "--model=models/thermal-sky",
            "--device=cpu",
            "--score-voting=on",
            "--jpeg-decode=scaled",
            "--annotations=" + annotations,
            "--images=" + folder,
            "--json=" + figures);

    assertThat(run.status()).as(run.err()).isZero();
    // The annotations are what the full decoder found.
    double ap50 = new ObjectMapper().readTree(figures.toFile()).at("/voting/ap50").asDouble();
    assertThat(ap50).isGreaterThan(0.9);
  }

  private static String annotation(int id, int image, JsonNode found) {
    double[] box = new double[4];
    for (int side = 0; side < 4; side++) {
      box[side] = found.get("box").get(side).doubleValue();
    }
    return String.format(
        Locale.ROOT,
        "{\"id\": %d, \"image_id\": %d, \"category_id\": %d, \"iscrowd\": 0,"
            + " \"area\": %f, \"bbox\": [%f, %f, %f, %f]}",
        id,
        image,
        1 + CLASSES.indexOf(found.get("label").asText()),
        (box[2] - box[0]) * (box[3] - box[1]),
        box[0],
        box[1],
        box[2] - box[0],
        box[3] - box[1]);
  }

  /** The number of confident objects, each of which must also be in the other image. */
  private static int foundAgain(JsonNode image, JsonNode other) {
    int sure = 0;
    for (JsonNode object : image.get("detections")) {
      if (object.get("score").floatValue() >= SURE) {
        assertThat(other.get("detections"))
            .as("%s of %s", object, image.get("image"))
            .anyMatch(match -> near(object, match));
        sure++;
      }
    }
    return sure;
  }

  private static boolean near(JsonNode object, JsonNode match) {
    boolean near = object.get("label").equals(match.get("label"));
    near &= Math.abs(object.get("score").floatValue() - match.get("score").floatValue()) < 0.1;
    for (int side = 0; side < 4; side++) {
      float a = object.get("box").get(side).floatValue();
      near &= Math.abs(a - match.get("box").get(side).floatValue()) < MOST_PIXELS;
    }
    return near;
  }

  private JsonNode detect(String jpegDecode) throws IOException {
    List<String> command = new ArrayList<>(List.of("detect", "--model=models/thermal-sky"));
    command.addAll(
        List.of(
            "--device=cpu",
            "--profile=reference",
            "--score-threshold=0.3",
            "--jpeg-decode=" + jpegDecode));
    images.forEach(image -> command.add(image.toString()));
    CommandRun run = CommandRun.of(command.toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    return new ObjectMapper().readTree(run.out());
  }
}
