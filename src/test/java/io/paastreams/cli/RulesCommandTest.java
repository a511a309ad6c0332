package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The {@code rules} commands that need no cluster, on the documentation's example. */
class RulesCommandTest {

  private static final String EXAMPLE = "src/site/resources/rules/";
  private static final String RULES = EXAMPLE + "rules.yaml";
  private static final String DETECTIONS = EXAMPLE + "detections.jsonl";
  private static final long START = 1_767_261_600_000_000L;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private String file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    return file.toString();
  }

  private static List<JsonNode> lines(CommandRun run) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : run.out().lines().toList()) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  /** Like {@code 9.0 ENTERED person yard}. */
  private static List<String> told(CommandRun run) throws IOException {
    List<String> told = new ArrayList<>();
    for (JsonNode line : lines(run)) {
      if (line.has("eventId") && !line.get("kind").asText().equals("UPDATE")) {
        String place = line.get("zone").asText("") + line.get("line").asText("");
        told.add(
            "%s %s %s %s"
                .formatted(
                    (line.get("eventTime").asLong() - START) / 1e6,
                    line.get("kind").asText(),
                    line.get("label").asText(),
                    place.replace("null", ""))
                .strip());
      }
    }
    return told;
  }

  @Test
  void check_ofAValidFile_namesItsVersion() {
    CommandRun run = CommandRun.of("rules", "check", RULES);

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .isEqualTo(RULES + " is valid: version 9ce69a12d686, 1 entry of cameras, 3 rules.\n");
  }

  @Test
  void check_namesAllFaults_andFails() throws IOException {
    String rules =
        file(
            "bad.yaml",
            """
            cameras: {a: {zones: {yard: {polygon: [[0, 0], [1, 1], [1, 0], [0, 1]]}}}}
            rules: {dark: {when: silence, for: 30s}}
            """);
    CommandRun run = CommandRun.of("rules", "check", rules);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("bad.yaml has 2 faults:")
        .contains("line 1: cameras.a.zones.yard.polygon = ")
        .contains("line 2: rules.dark.when = silence: must be presence,");
  }

  @Test
  void check_withAModel_warnsOfLabels() throws IOException {
    CommandRun run =
        CommandRun.of(
            "rules", "check", RULES, "--model", "models/thermal-sky", "--camera", "gat-1");

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("warning: rules.loitering.labels = [person]: the model knows no person;")
        .contains("warning: cameras.gate-1: matches no camera; did you mean gat-1?");
  }

  @Test
  void show_fillsInTheDefaults() {
    CommandRun run = CommandRun.of("rules", "show", RULES);

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .startsWith("# version 9ce69a12d686\ncameras:\n")
        .contains("leaveAfter: 1s")
        .contains("severity: medium, cooldown: 0s");
  }

  /**
   * The person walks down: y passes the line at 6.0 s and the edge of the zone at 8.4 s; up again
   * it passes the edge at 39.8 s and the line at 42.3 s. There are four frames per second.
   */
  @Test
  void try_printsWhatHappens() throws IOException {
    CommandRun run = CommandRun.of("rules", "try", RULES, "--detections", DETECTIONS);

    assertThat(run.status()).isZero();
    assertThat(told(run))
        .containsExactly(
            "2.0 NEW person",
            "6.5 CROSSED person door",
            "9.0 ENTERED person yard",
            "10.0 NEW car",
            "17.0 STATIONARY person",
            "20.0 NEW dog",
            "20.75 STATIONARY car",
            "32.25 ENDED dog",
            "34.5 MOVING person",
            "41.0 LEFT person yard",
            "43.0 CROSSED person door",
            "48.25 ENDED person",
            "59.75 ENDED car");
    assertThat(lines(run).stream().filter(line -> line.has("alertId")))
        .extracting(line -> line.get("rule").asText() + " " + line.get("state").asText())
        .containsExactly(
            "entrance RAISED",
            "entrance CLEARED",
            "loitering RAISED",
            "left-there RAISED",
            "loitering CLEARED");
    assertThat(lines(run).stream().filter(line -> line.has("windowId"))).hasSize(4);
    assertThat(run.err())
        .isEqualTo("240 frames of 1 camera: 20 events, 4 counts, 5 records of alerts\n");
  }

  @Test
  void try_withTracks_printsOneRecordPerFrame() throws IOException {
    CommandRun run = CommandRun.of("rules", "try", RULES, "--detections", DETECTIONS, "--tracks");

    assertThat(lines(run).stream().filter(line -> line.has("objects"))).hasSize(240);
  }

  @Test
  void try_twice_printsTheSame() {
    CommandRun run = CommandRun.of("rules", "try", RULES, "--detections", DETECTIONS);
    CommandRun again = CommandRun.of("rules", "try", RULES, "--detections", DETECTIONS);

    assertThat(again.out()).isEqualTo(run.out());
  }

  @Test
  void repeatedLines_changeNothing() throws IOException {
    List<String> doubled = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(DETECTIONS))) {
      doubled.addAll(Collections.nCopies(2, line));
    }
    CommandRun run =
        CommandRun.of(
            "rules", "try", RULES, "--detections", file("twice", String.join("\n", doubled)));

    assertThat(told(run))
        .isEqualTo(told(CommandRun.of("rules", "try", RULES, "--detections", DETECTIONS)));
    assertThat(run.err()).contains("; 240 repeated");
  }

  /** A second camera, two hours ahead, with the lines of both in turn. */
  @Test
  void theClockOfOneCamera_changesNothingOfAnother() throws IOException {
    List<String> both = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(DETECTIONS))) {
      both.add(line);
      long captured = JSON.readTree(line).get("captureTime").asLong();
      both.add(
          line.replace("gate-1", "gate-2")
              .replace("" + captured, "" + (captured + 7_200_000_000L)));
    }
    String file = file("both.jsonl", String.join("\n", both));

    assertThat(
            told(CommandRun.of("rules", "try", RULES, "--detections", file, "--camera", "gate-1")))
        .isEqualTo(told(CommandRun.of("rules", "try", RULES, "--detections", DETECTIONS)));
    CommandRun run = CommandRun.of("rules", "try", RULES, "--detections", file);
    assertThat(lines(run).stream().filter(line -> line.has("alertId"))).hasSize(5);
  }

  @Test
  void silence_isMeasuredByGapsOfTheCamera() throws IOException {
    String rules = file("dark.yaml", "rules: {dark: {when: silent, for: 30s}}");
    String frame =
        "{\"cameraId\":\"a\",\"captureTime\":%d,\"frameWidth\":9,\"frameHeight\":9,\"detections\":[]}\n";
    String detections =
        file(
            "gap.jsonl",
            frame.formatted(0) + frame.formatted(1_000_000) + frame.formatted(61_000_000));
    CommandRun run = CommandRun.of("rules", "try", rules, "--detections", detections);

    assertThat(lines(run).stream().filter(line -> line.has("alertId")))
        .extracting(
            line -> line.get("state").asText(),
            line -> line.get("sinceTime").asLong(),
            line -> line.get("raisedTime").asLong(),
            line -> line.get("clearedTime").asLong())
        .containsExactly(
            tuple("RAISED", 1_000_000L, 31_000_000L, 0L),
            tuple("CLEARED", 1_000_000L, 31_000_000L, 61_000_000L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{ | is not JSON, at column",
        "[] | must be a JSON object",
        "{\"cameraId\":\"a\"} | captureTime is missing; it must be a whole number from 0",
        "{\"captureTime\":1} | cameraId is missing; it must be text",
        "{\"cameraId\":\"a\",\"captureTime\":\"now\"} | captureTime = \"now\": must be a whole number",
        "{\"cameraId\":\"a\",\"captureTime\":-1} | captureTime = -1: must be a whole number",
        "{\"cameraId\":\"a\",\"captureTime\":1,\"frameWidth\":0} | frameWidth = 0: must be",
        "{\"cameraId\":\"a\",\"captureTime\":1,\"frameWidth\":9,\"frameHeight\":9} | detections is missing",
        "{\"cameraId\":\"a\",\"captureTime\":1,\"frameWidth\":9,\"frameHeight\":9,\"detections\":{}} | detections = {}: must be a list",
        "{\"cameraId\":\"a\",\"captureTime\":1,\"frameWidth\":9,\"frameHeight\":9,\"detections\":[{\"label\":\"x\",\"score\":0.5,\"x1\":5,\"y1\":0,\"x2\":4,\"y2\":1}]} | detections[0].x2 = 4: must not be below x1 = 5.0",
        "{\"cameraId\":\"a\",\"captureTime\":1,\"frameWidth\":9,\"frameHeight\":9,\"detections\":[{\"label\":\"x\",\"score\":1.5,\"x1\":0,\"y1\":0,\"x2\":4,\"y2\":1}]} | detections[0].score = 1.5: must be from 0 to 1",
        "{\"cameraId\":\"a\",\"captureTime\":1,\"frameWidth\":9,\"frameHeight\":9,\"detections\":[{\"label\":\"x\",\"score\":0.5,\"x1\":NaN,\"y1\":0,\"x2\":4,\"y2\":1}]} | Non-standard token 'NaN': JSON has no such number",
        "{\"cameraId\":\"a\",\"captureTime\":1,\"frameWidth\":9,\"frameHeight\":9,\"detections\":[{\"label\":\"x\",\"score\":0.5,\"x1\":1e99,\"y1\":0,\"x2\":4,\"y2\":1}]} | detections[0].x1 = 1.0E99: must be a number",
      })
  void badLines_areNamed_andTheOthersJudged(String line, String expected) throws IOException {
    String sound = Files.readAllLines(Path.of(DETECTIONS)).get(0);
    String file = file("bad.jsonl", sound + "\n" + line + "\n" + sound.replace("00000", "00001"));
    CommandRun run = CommandRun.of("rules", "try", RULES, "--detections", file);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("bad.jsonl line 2: ")
        .contains(expected)
        .contains("2 frames of 1 camera")
        .contains("; 1 unusable");
  }

  @Test
  void unknownFields_areNamedOnce_andIgnored() throws IOException {
    String box = "{\"label\":\"x\",\"scores\":1,\"score\":0.5,\"x1\":1,\"y1\":1,\"x2\":4,\"y2\":4}";
    String line =
        "{\"cameraId\":\"a\",\"captureTime\":%d,\"frameWidth\":9,\"frameHeight\":9,"
            + "\"detections\":["
            + box
            + ","
            + box
            + "],\"faintDetection\":[],\"modelName\":\"m\"}\n";
    String file =
        file(
            "odd.jsonl",
            line.formatted(0).replace("m\"}", "m\",\"weather\":1}") + line.formatted(1));
    CommandRun run = CommandRun.of("rules", "try", RULES, "--detections", file);

    assertThat(run.status()).isZero();
    assertThat(run.err().lines())
        .map(text -> text.replace(file, "FILE"))
        .containsExactly(
            "warning: FILE line 1: faintDetection is no field of a detection record and is"
                + " ignored, in 2 lines; did you mean faintDetections?",
            "warning: FILE line 1: weather is no field of a detection record and is ignored",
            "warning: FILE line 1: detections.scores is no field of a detection record and is"
                + " ignored, in 2 lines; did you mean score?",
            "2 frames of 1 camera: 0 events, 0 counts, 0 records of alerts");
  }

  @Test
  void manyBadLines_areNotAllNamed() throws IOException {
    CommandRun run =
        CommandRun.of(
            "rules", "try", RULES, "--detections", file("bad.jsonl", "nonsense\n".repeat(500)));

    assertThat(run.err().lines()).hasSizeLessThan(25).contains("and 480 more");
  }

  @Test
  void whatIsMissing_isNamed() throws IOException {
    assertThat(CommandRun.of("rules", "try", RULES).status()).isEqualTo(2);
    assertThat(CommandRun.of("rules").status()).isEqualTo(2);
    assertThat(CommandRun.of("rules", "check").status()).isEqualTo(2);
    CommandRun noRules = CommandRun.of("rules", "check", "nowhere.yaml");
    assertThat(noRules.status()).isEqualTo(1);
    assertThat(noRules.err()).contains("there is no file nowhere.yaml");
    CommandRun noLines = CommandRun.of("rules", "try", RULES, "--detections", "nowhere.jsonl");
    assertThat(noLines.status()).isEqualTo(1);
    assertThat(noLines.err()).contains("there is no file nowhere.jsonl");
    CommandRun bytes = CommandRun.of("rules", "check", binary());
    assertThat(bytes.status()).isEqualTo(1);
    assertThat(bytes.err()).contains("is not UTF-8 text");
  }

  private String binary() throws IOException {
    Path file = folder.resolve("binary");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
    return file.toString();
  }
}
