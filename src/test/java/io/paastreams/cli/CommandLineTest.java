package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paastreams.geometry.Size;
import io.paastreams.image.Annotator;
import io.paastreams.image.ImageDecoder;
import io.paastreams.image.ImageEncoder;
import io.paastreams.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("engine")
class CommandLineTest {

  private static final String TINY = "models/golden-tiny";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "run",
        "analytics",
        "ingest",
        "dev",
        "detect",
        "import",
        "models",
        "topology"
      })
  void everyCommandHasHelp(String command) {
    CommandRun run = CommandRun.of(command, "--help");

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("Usage: paa-streams " + command);
  }

  @Test
  void noCommand_listsThemAll() {
    CommandRun run = CommandRun.of();

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("which command?", "demo", "run", "ingest");
  }

  @Test
  void wrongOption_isAUsageFaultThatNamesIt() {
    CommandRun run = CommandRun.of("demo", "--duratoin", "5s");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--duratoin", "--duration");
    assertThat(CommandRun.of("demo", "--duration", "soon").err()).contains("20s");
    assertThat(CommandRun.of("demo", "--speed", "slow").err()).contains("realtime, max");
    assertThat(CommandRun.of("demo", "--cameras", "0").err()).contains("1..64");
    assertThat(CommandRun.of("detect", "x.jpg", "--model", TINY, "--scale", "big").err())
        .contains("640x512");
  }

  @Test
  void misspeltReason_isAFaultThatNamesTheKnownOnes() {
    CommandRun run = CommandRun.of("replay", "--bootstrap-servers=x:1", "--reason=model-faild");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("--reason model-faild", "did you mean model-failed?", "picture-truncated");
  }

  @Test
  void misspeltOption_isReportedBeforeTheMissingOne() {
    CommandRun run = CommandRun.of("detect", "--modle", TINY, "x.jpg");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("Unknown option", "--modle").doesNotContain("Missing required");
    assertThat(CommandRun.of("detect", "x.jpg").err()).contains("Missing required", "--model");
  }

  @Test
  void misspeltWord_bringsWhatIsNearInSpelling_andNothingElse() {
    assertThat(CommandRun.of("live", "--prot", "1").err()).contains("Did you mean --port?");
    assertThat(CommandRun.of("demo", "--duraton=3s").err()).contains("Did you mean --duration?");
    assertThat(CommandRun.of("liev").err()).contains("Did you mean live?");
    assertThat(CommandRun.of("rules", "aply").err()).contains("Did you mean apply?");

    CommandRun unlike = CommandRun.of("live", "--bogus");
    assertThat(unlike.status()).isEqualTo(2);
    assertThat(unlike.err())
        .contains("Unknown option: '--bogus'", "See paa-streams live --help")
        .doesNotContain("Did you mean", "--bootstrap-servers");
    assertThat(CommandRun.of("live", "a.yaml").err()).doesNotContain("Did you mean");
  }

  @Test
  void arguments_areQuotedWithoutPasswords() {
    for (String[] arguments :
        new String[][] {
          {"ingest", "rtsp://a:Planted Sec/ret@c/d", "--camera=x", "--nonsense"},
          {"ingest", "rtsp://c/d", "--camera=x", "rtsp://a:Planted Sec/ret@c/d"},
          {"ingest", "rtsp://c/d", "--fps=rtsp://a:Planted Sec/ret@c/d", "--camera=x"},
          {"ingest", "rtsp://a:Planted Sec/ret@c/d", "--camera=x", "--registry=http://127.0.0.1:1"},
          {"ingest", "a:Planted Sec/ret@c/d", "--camera=x"},
          {"run", "--set=http://c?x&Planted Sec/ret"},
          {"run", "--registry=http://c:Planted Sec/ret@d"},
          {"run", "--registry=http://c?token=Planted Sec/ret"},
          {"rtsp://a:Planted Sec/ret@c/d"}
        }) {
      CommandRun run = CommandRun.of(arguments);

      assertThat(run.status()).as(String.join(" ", arguments)).isPositive();
      assertThat(run.err() + run.out()).isNotBlank().doesNotContain("Planted", "ret");
    }
  }

  @Test
  void topology_showsNodesTopicsAndSchemas() {
    CommandRun run = CommandRun.of("topology");

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains(
            "Sub-topology",
            "frames.v1",
            "detections.v1",
            "frames.skipped.v1",
            "frames.dlq.v1",
            "camera-states",
            "events.v1 (out of analytics)",
            "detections.v1 (out of the pipeline, in of analytics)")
        .contains("\"name\" : \"DetectionRecord\"", "detections.v1-value");
  }

  @Test
  void run_reportsAllFaultsOfTheConfiguration() throws IOException {
    Path config = Files.writeString(folder.resolve("p.yaml"), "batch:\n  maxSice: 4\n");

    CommandRun run = CommandRun.of("run", "--config", config.toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("batch.maxSice = 4", "did you mean batch.maxSize?", "registry.url", "model.path")
        .doesNotContain("\tat ");
  }

  @Test
  void run_listsItsKeys() {
    assertThat(CommandRun.of("run", "--list-keys").out())
        .contains("`pipeline.guarantee`", "`batch.maxDelay`");
  }

  @Test
  void run_withoutBroker_saysWhichOneDoesNotAnswer() {
    CommandRun run =
        CommandRun.of(
            "run",
            "--bootstrap-servers=127.0.0.1:1",
            "--registry=http://127.0.0.1:1",
            "--set=model.path=" + TINY,
            "--set=kafka.default.api.timeout.ms=1500",
            "--set=kafka.request.timeout.ms=1000");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("127.0.0.1:1").doesNotContain("\tat ");
  }

  @Test
  void detect_writesOriginalPixelsAsJson_andAnnotatedImages() throws IOException {
    Path image = image("a.png", 200, 160);
    Path out = folder.resolve("out.json");
    Path drawn = folder.resolve("drawn");

    CommandRun run =
        CommandRun.of(
            "detect",
            image.toString(),
            "--model",
            TINY,
            "--device=cpu",
            "--out=" + out,
            "--draw=" + drawn);

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    JsonNode json = new ObjectMapper().readTree(Files.readString(out)).get(0);
    assertThat(json.get("image").asText()).isEqualTo(image.toString());
    assertThat(json.get("width").asInt()).isEqualTo(200);
    assertThat(json.get("height").asInt()).isEqualTo(160);
    JsonNode detection = json.get("detections").get(0);
    assertThat(detection.get("label").asText()).isIn("ring", "square", "star", "cross");
    assertThat(detection.get("score").floatValue()).isBetween(0.05f, 1f);
    assertThat(detection.get("box")).hasSize(4);
    for (JsonNode each : json.get("detections")) {
      assertThat(each.get("box").get(0).floatValue()).isGreaterThanOrEqualTo(0);
      assertThat(each.get("box").get(2).floatValue()).isLessThanOrEqualTo(200);
      assertThat(each.get("box").get(3).floatValue()).isLessThanOrEqualTo(160);
    }
    assertThat(drawn.resolve("a.png")).isRegularFile();
  }

  @Test
  void detect_drawsWhatScoresAboveTheDrawingThreshold() throws Exception {
    Path image = image("a.png", 200, 160);

    for (String threshold : List.of("0", "0.9999")) {
      CommandRun run =
          CommandRun.of(
              "detect",
              image.toString(),
              "--model=" + TINY,
              "--device=cpu",
              "--draw=" + folder.resolve(threshold),
              "--draw-threshold=" + threshold);

      assertThat(run.status()).isZero();
      assertThat(new ObjectMapper().readTree(run.out()).get(0).get("detections")).isNotEmpty();
    }

    byte[] nothing = Annotator.draw(decoded(image), List.of()).pixels();
    assertThat(decoded(folder.resolve("0/a.png")).pixels()).isNotEqualTo(nothing);
    assertThat(decoded(folder.resolve("0.9999/a.png")).pixels()).isEqualTo(nothing);
  }

  @ParameterizedTest
  @ValueSource(strings = {"30", "1", "-0.1", "nan", "NaN", "much"})
  void detect_refusesWhatIsNoScore(String value) {
    for (String option : List.of("--score-threshold", "--draw-threshold")) {
      CommandRun run = CommandRun.of("detect", "x.jpg", "--model", TINY, option + "=" + value);

      assertThat(run.status()).isEqualTo(2);
      assertThat(run.err())
          .contains(option, "'" + value + "' is not a score: write a number from 0 to below 1");
    }
  }

  private static RgbImage decoded(Path image) throws Exception {
    return ImageDecoder.withDefaultLimits().decode(Files.readAllBytes(image));
  }

  @Test
  void detect_keepsGoingOverABrokenImage_andFailsAtTheEnd() throws IOException {
    Path good = image("good.png", 64, 64);
    Path broken = Files.writeString(folder.resolve("broken.jpg"), "not an image");
    Path absent = folder.resolve("absent.jpg");

    CommandRun run =
        CommandRun.of(
            "detect",
            broken.toString(),
            good.toString(),
            absent.toString(),
            "--model=" + TINY,
            "--device=cpu",
            "--format=table");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("good.png");
    assertThat(run.err()).contains("broken.jpg: ", "absent.jpg: there is no file");
  }

  @Test
  void detect_withoutModel_saysWhatAModelIs() throws IOException {
    String image = image("a.png", 64, 64).toString();

    assertThat(CommandRun.of("detect", image, "--model=no/such").err())
        .contains("no/such", "recipe.yaml");
    assertThat(CommandRun.of("detect", image, "--model=" + image).err())
        .contains(image)
        .doesNotContain("\tat ");
    assertThat(CommandRun.of("detect", image, "--model=" + TINY, "--device=gpu:99").err())
        .contains("gpu:99");
  }

  @Test
  void import_refusesWhatIsNoCheckpoint() throws IOException {
    Path file = Files.writeString(folder.resolve("x.pth"), "hello");

    CommandRun run = CommandRun.of("import", file.toString(), "--out=" + folder.resolve("m"));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("x.pth").doesNotContain("\tat ");
    assertThat(folder.resolve("m")).doesNotExist();
  }

  @Test
  void import_writesAModelThatDetects() throws IOException {
    Path model = folder.resolve("tiny");
    String checkpoint = "src/test/resources/golden/ckpt/tiny_zip.pth";

    CommandRun imported =
        CommandRun.of("import", checkpoint, "--out=" + model, "--groups=8", "--scale=320x256");
    String image = image("a.png", 96, 96).toString();

    assertThat(imported.err()).isEmpty();
    assertThat(imported.out()).contains("ResNet-50, 4 classes", "none left over");
    assertThat(model.resolve(ImportCommand.REPORT)).content().contains("backbone.conv1.weight");
    assertThat(CommandRun.of("detect", image, "--model=" + model).status()).isZero();
  }

  @Test
  void import_tellsScriptsWhatItWrote() throws IOException {
    Path model = folder.resolve("tiny");
    CommandRun run =
        CommandRun.of(
            "import",
            "src/test/resources/golden/ckpt/tiny_zip.pth",
            "--out=" + model,
            "--groups=8",
            "--json=-");

    JsonNode told = new ObjectMapper().readTree(run.out());
    assertThat(run.err()).contains("4 classes");
    assertThat(told.get("model").asText()).isEqualTo(model.toString());
    assertThat(told.get("backboneDepth").asInt()).isEqualTo(50);
    assertThat(told.get("labels")).hasSize(4);
    assertThat(told.get("tensorsMapped").asInt()).isPositive();
    assertThat(told.get("checkpointSha256").asText()).matches("[0-9a-f]{64}");
    assertThat(Path.of(told.get("report").asText())).exists();
  }

  @Test
  void ingest_ofAMissingSource_saysSo() {
    CommandRun run =
        CommandRun.of(
            "ingest",
            "no/such.mp4",
            "--camera=gate",
            "--bootstrap-servers=127.0.0.1:1",
            "--registry=http://127.0.0.1:1");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("no/such.mp4").doesNotContain("\tat ");
  }

  private Path image(String name, int width, int height) throws IOException {
    byte[] pixels = new byte[3 * width * height];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 31 ^ i / 57);
    }
    RgbImage image = new RgbImage(new Size(width, height), pixels);
    return Files.write(folder.resolve(name), ImageEncoder.png(image));
  }
}
