package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paastreams.inference.PrecisionChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code quantize}, and the commands that use the ranges it finds. */
@Tag("engine")
class QuantizeCommandTest {

  private static final Path TINY = Path.of("models/golden-tiny");
  private static final Path CHECKPOINT = Path.of("src/test/resources/golden/ckpt/tiny_zip.pth");

  @TempDir private Path folder;
  private Path images;
  private Path model;

  @BeforeEach
  void twoImagesAndAModel() throws IOException {
    images = Files.createDirectory(folder.resolve("images"));
    for (String name : new String[] {"exif_1.jpg", "rgb.png"}) {
      Files.copy(Path.of("src/test/resources/image").resolve(name), images.resolve(name));
    }
    Files.writeString(images.resolve("notes.txt"), "no image");
    model = Files.createDirectory(folder.resolve("model"));
    try (Stream<Path> files = Files.list(TINY)) {
      for (Path file : files.toList()) {
        Files.copy(file, model.resolve(file.getFileName()));
      }
    }
  }

  @BeforeAll
  static void vnni() {
    assumeTrue(PrecisionChoice.byteArithmetic().exact(), "this CPU has no VNNI");
  }

  private CommandRun quantize(String... more) {
    return CommandRun.of(
        Stream.concat(Stream.of("quantize", "--model", model.toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  private CommandRun detect(Path with, String precision) {
    return CommandRun.of(
        "detect",
        "--model",
        with.toString(),
        "--device",
        "cpu",
        "--precision",
        precision,
        images.resolve("exif_1.jpg").toString());
  }

  @Test
  void modelWithoutRanges_isRefused_andQuantizeMakesThem() throws IOException {
    CommandRun refused = detect(model, "int8");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err())
        .contains("no ranges for int8")
        .contains("quantize --model FOLDER --images DIR");

    CommandRun made = quantize("--images", images.toString());

    assertThat(made.status()).as(made.err()).isZero();
    assertThat(made.out())
        .contains("from 2 images (percentile)")
        .containsPattern("rounding changes class logits most at [a-z_0-9.]+ \\d+\\.\\d\\d %");
    assertThat(Files.readString(model.resolve("ranges.yaml"))).contains("backbone.layer1.0:");
    assertThat(model.resolve("weights.safetensors"))
        .hasSameBinaryContentAs(TINY.resolve("weights.safetensors"));
    assertThat(detect(model, "int8").status()).isZero();
    assertThat(detect(model, "float32").out()).isEqualTo(detect(TINY, "float32").out());
  }

  @Test
  void rangesOfOtherWeights_areRefused_byInt8Alone() throws IOException {
    quantize("--images", images.toString(), "--method", "minmax");
    Path ranges = model.resolve("ranges.yaml");
    Files.writeString(
        ranges,
        Files.readString(ranges).replaceFirst("weights: \"[0-9a-f]{64}\"", "weights: \"00\""));

    CommandRun refused = detect(model, "int8");

    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("those of other weights (SHA-256 00 instead of");
    assertThat(detect(model, "float32").status()).isZero();
  }

  @Test
  void annotations_compareTheAccuracies_andAnotherFolderBecomesACopy() throws IOException {
    Path annotations = folder.resolve("instances.json");
    Files.writeString(
        annotations,
        """
        {"images": [{"id": 1, "file_name": "exif_1.jpg", "width": %d, "height": %d}],
         "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 1, 9, 9],
                          "area": 81, "iscrowd": 0}],
         "categories": [{"id": 1, "name": "ring"}, {"id": 2, "name": "square"},
                        {"id": 3, "name": "star"}, {"id": 4, "name": "cross"}]}
        """
            .formatted(width(), height()));
    Path copy = folder.resolve("copy");

    CommandRun made =
        quantize(
            "--annotations",
            annotations.toString(),
            "--images",
            images.toString(),
            "--out",
            copy.toString(),
            "--json=-");

    assertThat(made.status()).as(made.err()).isZero();
    JsonNode told = new ObjectMapper().readTree(made.out());
    assertThat(told.get("model").asText()).isEqualTo(copy.toString());
    assertThat(told.get("places").asInt()).isPositive();
    assertThat(told.at("/accuracy/int8Ap50").isNumber()).isTrue();
    assertThat(told.get("largestLosses")).isNotEmpty();
    assertThat(made.err())
        .containsPattern("AP / AP50 on 1 images: float32 \\d\\.\\d{3} / \\d\\.\\d{3}, int8");
    assertThat(model.resolve("ranges.yaml")).doesNotExist();
    assertThat(Files.readString(copy.resolve("ranges.yaml"))).contains("accuracy:");
    assertThat(detect(copy, "int8").status()).isZero();
  }

  private int width() throws IOException {
    return ImageIO.read(images.resolve("exif_1.jpg").toFile()).getWidth();
  }

  private int height() throws IOException {
    return ImageIO.read(images.resolve("exif_1.jpg").toFile()).getHeight();
  }

  @Test
  void import_canCalibrateInOneGo() {
    Path imported = folder.resolve("imported");
    CommandRun made =
        CommandRun.of(
            "import",
            CHECKPOINT.toString(),
            "--out",
            imported.toString(),
            "--groups",
            "8",
            "--calibrate",
            images.toString());
    assertThat(made.status()).as(made.err()).isZero();
    assertThat(made.out()).contains("tensors mapped").contains("from 2 images");
    assertThat(detect(imported, "int8").status()).isZero();
  }

  @Test
  void whatCannotBeCalibrated_isListedSeparately() throws IOException {
    assertThat(quantize().err()).contains("add --images DIR, or --annotations FILE");
    assertThat(quantize("--images", images.toString(), "--frames", "0").err())
        .contains("--frames 0");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(quantize("--images", empty.toString()).err()).contains("no JPEG or PNG file");
    Files.writeString(images.resolve("broken.jpg"), "no JPEG");
    assertThat(quantize("--images", images.toString()).err())
        .contains("an image to calibrate with");
    assertThat(
            CommandRun.of(
                    "quantize", "--model", CHECKPOINT.toString(), "--images", images.toString())
                .err())
        .contains("import FILE --out DIR --calibrate IMAGES");
  }

  @Test
  void brokenPageOfRanges_namesItselfAndTheRemedy() throws IOException {
    Files.writeString(model.resolve("ranges.yaml"), "weights: \"00\"\nranges: {image: [1, 0]}\n");
    CommandRun refused = detect(model, "float32");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("ranges.yaml is not a file of ranges").contains("remove it");
  }
}
