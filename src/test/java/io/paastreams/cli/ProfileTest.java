package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paastreams.image.ImageEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What users see and what is evaluated, distinguished by {@code --profile}, on the demo's clips.
 */
@Tag("engine")
class ProfileTest {

  private static final Path CLIPS = Path.of("src/main/resources/io/paastreams/cli/demo");

  @TempDir private Path folder;

  private CommandRun evaluate(String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "evaluate",
                "--model=models/thermal-sky",
                "--device=cpu",
                "--annotations=" + CLIPS.resolve("truth.json.gz"),
                "--clips=" + CLIPS,
                "--frame-cache=" + folder.resolve("frames"),
                "--frame-step=60"));
    command.addAll(Arrays.asList(options));
    return CommandRun.of(command.toArray(new String[0]));
  }

  private static JsonNode read(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  @Test
  void evaluate_countsWhatUsersSee_andNoObjectIsLost() throws IOException {
    Path served = folder.resolve("served.json");
    Path raw = folder.resolve("raw.json");

    CommandRun run =
        evaluate("--profile=serving", "--json=" + served, "--plots=" + folder.resolve("plots"));
    CommandRun reference = evaluate("--score-threshold=0.5", "--json=" + raw);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(reference.status()).as(reference.err()).isZero();
    assertThat(run.out())
        .contains(
            "profile serving: average precision of what users see, above a score of ",
            "wrong class  further  elsewhere  missed",
            "expected calibration error ");
    assertThat(reference.out()).contains("Score voting on\n").doesNotContain("What users see");
    assertThat(folder.resolve("plots/reliability.png")).isRegularFile();
    JsonNode terms = read(served).at("/votingServed/terms");
    assertThat(terms.get("profile").asText()).isEqualTo("SERVING");
    JsonNode seen = read(served).at("/votingServed/counts/0");
    JsonNode all = read(raw).at("/votingServed/counts/0");
    assertThat(seen.get("threshold").floatValue())
        .isEqualTo(terms.get("scoreThreshold").floatValue());
    assertThat(seen.get("further").asInt()).isZero();
    assertThat(all.get("further").asInt()).isPositive();
    assertThat(found(seen)).isGreaterThan(10).isEqualTo(found(all));
    assertThat(seen.get("missed")).isEqualTo(all.get("missed"));
    assertThat(seen.get("elsewhere").asInt()).isLessThanOrEqualTo(all.get("elsewhere").asInt());
  }

  private static int found(JsonNode counts) {
    return counts.get("right").asInt() + counts.get("wrongClass").asInt();
  }

  @Test
  void evaluate_fitsACalibration_asALineOfTheRecipe() {
    CommandRun run = evaluate("--profile=serving", "--fit-calibration");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("(?m)^  calibration: \\[\\[0\\.\\d+, 0\\.\\d+], .*]]$");
    assertThat(evaluate("--fit-calibration").err())
        .contains("--fit-calibration applies to what users see: add --profile serving");
  }

  @Test
  void detect_servesOneBoxAnObject_andTheReferenceAHundred() throws IOException {
    Path image = firstFrame();
    JsonNode served = detect(image);
    JsonNode reference = detect(image, "--profile=reference");

    assertThat(served.get("profile").asText()).isEqualTo("serving");
    assertThat(served.get("scoreThreshold").floatValue()).isGreaterThan(0.05f);
    assertThat(served.get("detections").size()).isBetween(1, 3);
    for (JsonNode each : served.get("detections")) {
      assertThat(each.get("score").floatValue())
          .isGreaterThan(served.get("scoreThreshold").floatValue());
    }
    assertThat(reference.get("profile").asText()).isEqualTo("reference");
    assertThat(reference.get("scoreThreshold").floatValue()).isEqualTo(0.05f);
    assertThat(reference.get("detections")).hasSize(100);
  }

  private JsonNode detect(Path image, String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("detect", image.toString(), "--model=models/thermal-sky", "--device=cpu"));
    command.addAll(Arrays.asList(options));
    CommandRun run = CommandRun.of(command.toArray(new String[0]));
    assertThat(run.status()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out()).get(0);
  }

  private Path firstFrame() throws IOException {
    Path image = folder.resolve("frame.png");
    new ClipFrames()
        .decode(
            CLIPS.resolve("IR_DRONE_128.mp4"),
            (index, frame) -> {
              Files.write(image, ImageEncoder.png(frame));
              return false;
            });
    return image;
  }

  @Test
  void anUnknownProfile_isRefusedWithThoseThatAre() {
    for (String command : List.of("detect", "evaluate", "run", "demo", "bench")) {
      CommandRun run = CommandRun.of(command, "--profile=sirving");

      assertThat(run.status()).isEqualTo(2);
      assertThat(run.err()).contains("--profile", "'sirving' is not one of serving, reference");
    }
  }
}
