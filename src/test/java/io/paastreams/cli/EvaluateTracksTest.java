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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code evaluate --tracks} as users call it. */
@Tag("engine")
class EvaluateTracksTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FRAMES = 40;

  @TempDir Path folder;

  @Test
  void detectionsThatAreTheTruth_giveEveryObjectItsTrack() throws IOException {
    mot("one", 2, 20);
    mot("two", 1, 20);

    CommandRun run = evaluate("--detections=" + folder, "--json=" + folder.resolve("f.json"));

    assertThat(run.status()).as(run.err()).isZero();
    JsonNode figures = JSON.readTree(folder.resolve("f.json").toFile());
    JsonNode all = figures.at("/tracks/all");
    assertThat(all.get("idf1").asDouble()).isEqualTo(1);
    assertThat(all.get("mota").asDouble()).isEqualTo(1);
    assertThat(all.get("hota").asDouble()).as("boxes are filtered").isBetween(0.9, 1.0);
    assertThat(figures.at("/tracks/sequences/0/name").asText()).isEqualTo("one");
    assertThat(figures.at("/tracks/sequences/0/objects").asInt()).isEqualTo(2);
    assertThat(figures.at("/data/boxes").asInt()).isEqualTo(3 * FRAMES);
    assertThat(run.out())
        .contains(
            "HOTA",
            "Evaluated on %d boxes of 3 objects in %d images of 2 videos"
                .formatted(3 * FRAMES, 2 * FRAMES));
    assertThat(run.out().lines().map(line -> line.split(" ")[0]))
        .contains("sequence", "one", "two", "all");
  }

  /** The file that rules try reads. */
  @Test
  void recordedDetections_giveTheFiguresOfThoseInMotFormat() throws IOException {
    mot("one", 2, 20);
    mot("two", 1, 20);
    Path lines = Files.writeString(folder.resolve("d.jsonl"), jsonLines("one", 2, "two", 1));

    JsonNode mot = JSON.readTree(evaluate("--detections=" + folder, "--json=-").out());
    CommandRun run = evaluate("--detections=" + lines, "--json=-");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(JSON.readTree(run.out()).get("tracks")).isEqualTo(mot.get("tracks"));

    Files.writeString(lines, jsonLines("one", 1, "elsewhere", 1));
    assertThat(evaluate("--detections=" + lines).err())
        .contains("line 2: cameraId is elsewhere, which is none of the videos: one, two");
    Files.writeString(lines, "{}");
    assertThat(evaluate("--detections=" + lines).err()).contains("d.jsonl").contains("cameraId");
  }

  private static String jsonLines(String one, int ofOne, String two, int ofTwo) {
    StringBuilder lines = new StringBuilder();
    for (int frame = 0; frame < FRAMES; frame++) {
      for (String name : List.of(one, two)) {
        List<String> boxes = new ArrayList<>();
        for (int object = 1; object <= (name.equals(one) ? ofOne : ofTwo); object++) {
          int x = 9 + 4 * (frame + 1); // MOT's pixels count from 1
          int y = 100 * object - 1;
          boxes.add(
              "{'label':'person','classId':0,'score':0.9,'x1':%d,'y1':%d,'x2':%d,'y2':%d}"
                  .formatted(x, y, x + 40, y + 60));
        }
        lines.append(
            "{'cameraId':'%s','captureTime':%d,'sequence':%d,'frameWidth':640,'frameHeight':480,'detections':%s}%n"
                .formatted(name, 50_000L * frame, frame, boxes)
                .replace('\'', '"'));
      }
    }
    return lines.toString();
  }

  /** Two objects that cross; a tracker that ignores time would confuse them at a low rate. */
  @Test
  void theTrackersClock_isThatOfTheAnnotations() throws IOException {
    mot("lane", 1, 20);
    Path gap = folder.resolve("lane/det/det.txt");
    List<String> lines = new ArrayList<>(Files.readAllLines(gap));
    lines.removeIf(line -> Integer.parseInt(line.split(",")[0]) % 20 > 8);
    Files.write(gap, lines);

    String detections = "--detections=" + folder;
    JsonNode atTwenty = JSON.readTree(evaluate(detections, "--json=-").out());
    JsonNode atTwo = JSON.readTree(evaluate(detections, "--frame-rate=2", "--json=-").out());

    assertThat(atTwenty.at("/tracks/all/idsw").asInt())
        .as("0.6 s without the object are bridged by memory")
        .isZero();
    assertThat(atTwo.at("/tracks/all/idsw").asInt())
        .as("6 s are more than the tracker remembers")
        .isPositive();
  }

  @Test
  void observedOnly_leavesPredictedBoxesOut() throws IOException {
    mot("lane", 1, 20);
    Path file = folder.resolve("lane/det/det.txt");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.remove(30);
    Files.write(file, lines);

    String detections = "--detections=" + folder;
    JsonNode bridged = JSON.readTree(evaluate(detections, "--json=-").out());
    JsonNode observed = JSON.readTree(evaluate(detections, "--observed-only", "--json=-").out());

    assertThat(bridged.at("/tracks/all/misses").asInt()).isZero();
    assertThat(observed.at("/tracks/all/misses").asInt()).isEqualTo(1);
  }

  @Test
  void aModelsDetections_areTrackedOnCocoVideo() throws IOException {
    Path annotations = coco("\"track_id\": 1");

    CommandRun run =
        CommandRun.of(
            "evaluate",
            "--tracks",
            "--model=models/golden-tiny",
            "--device=cpu",
            "--annotations=" + annotations,
            "--images=" + folder,
            "--json=-");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(JSON.readTree(run.out()).at("/data/images").asInt()).isEqualTo(2);
    assertThat(run.err()).contains("Evaluated on 2 boxes of 1 objects in 2 images of 1 videos");
  }

  @Test
  void boxesWithoutIds_areRefusedWithTheRemedy_andTakenWithIt() throws IOException {
    Path annotations = coco("\"x\": 1");
    String[] plain = {
      "evaluate",
      "--tracks",
      "--model=models/golden-tiny",
      "--device=cpu",
      "--annotations=" + annotations,
      "--images=" + folder
    };
    CommandRun refused = CommandRun.of(plain);
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err())
        .contains("2 boxes have no whole number", "--ids-by-overlap", "error:");

    List<String> told = new ArrayList<>(List.of(plain));
    told.add("--ids-by-overlap");
    CommandRun run = CommandRun.of(told.toArray(String[]::new));
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("1 objects", "joined to objects by their overlap");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --tracks                                                  | Missing required option: '--model=MODEL'
          --detections=x                                            | --detections is for tracks: add --tracks
          --model=m --ids-by-overlap                                | --ids-by-overlap is for tracks
          --tracks --model=m --profile=reference                    | --tracks uses serving
          --tracks --model=m --object-free                          | are for single images
          --tracks --detections=x --model=m                         | omit --model
          --tracks --detections=x --frame-rate=0                    | --frame-rate is 0.0
          --tracks --detections=x --frame-step=0                    | --frame-step is 0
          """)
  void optionsThatDoNotGoTogether_areRefused(String options, String said) {
    List<String> args = new ArrayList<>(List.of("evaluate", "--annotations=" + folder));
    args.addAll(List.of(options.split(" ")));

    CommandRun run = CommandRun.of(args.toArray(String[]::new));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains(said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lane/gt/gt.txt   | 99,1,5,5,9,9,1,1,1   | frame 99 of 40
          lane/gt/gt.txt   | 3,1,5,5,9,9,1,1,1    | boxes repeat the object of another box
          lane/gt/gt.txt   | 3,1,5,5              | lines have no frame, id and box
          lane/det/det.txt | 99,-1,5,5,9,9,0.9    | lines name a frame that the sequence does not have
          lane/det/det.txt | 3,-1,5,5,9,9,12.5    | its score 12.5 is not in 0..1
          """)
  void faults_areNamedAndEndIt(String file, String line, String said) throws IOException {
    mot("lane", 1, 20);
    Files.writeString(folder.resolve(file), Files.readString(folder.resolve(file)) + line + "\n");

    CommandRun run = evaluate("--detections=" + folder);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains(said, "error: ").doesNotContain("\tat ");
  }

  private CommandRun evaluate(String... more) {
    List<String> args = new ArrayList<>(List.of("evaluate", "--tracks", "--annotations=" + folder));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  /** Objects that walk to the right, each at its own height. */
  private void mot(String name, int objects, int rate) throws IOException {
    StringBuilder truth = new StringBuilder();
    StringBuilder detections = new StringBuilder();
    for (int frame = 1; frame <= FRAMES; frame++) {
      for (int object = 1; object <= objects; object++) {
        String box = String.format(Locale.ROOT, "%d,%d,40,60", 10 + 4 * frame, 100 * object);
        truth.append("%d,%d,%s,1,1,1%n".formatted(frame, object, box));
        detections.append("%d,-1,%s,0.9%n".formatted(frame, box));
      }
    }
    Path home = folder.resolve(name);
    Files.createDirectories(home.resolve("gt"));
    Files.createDirectories(home.resolve("det"));
    Files.writeString(home.resolve("gt/gt.txt"), truth);
    Files.writeString(home.resolve("det/det.txt"), detections);
    Files.writeString(
        home.resolve("seqinfo.ini"),
        """
        [Sequence]
        name=%s
        frameRate=%d
        seqLength=%d
        imWidth=640
        imHeight=480
        """
            .formatted(name, rate, FRAMES));
  }

  private Path coco(String identity) throws IOException {
    for (int i = 0; i < 2; i++) {
      Files.write(
          folder.resolve(i + ".png"),
          ImageEncoder.png(new RgbImage(new Size(96, 64), new byte[3 * 96 * 64])));
    }
    return Files.writeString(
        folder.resolve("videos.json"),
        """
        {"categories": [{"id": 1, "name": "ring"}],
         "videos": [{"id": 7, "name": "lane", "fps": 10}],
         "images": [
           {"id": 1, "video_id": 7, "frame_id": 0, "file_name": "0.png", "width": 96, "height": 64},
           {"id": 2, "video_id": 7, "frame_id": 1, "file_name": "1.png", "width": 96, "height": 64}],
         "annotations": [
           {"id": 1, "image_id": 1, "category_id": 1, "bbox": [10, 20, 30, 30], %s},
           {"id": 2, "image_id": 2, "category_id": 1, "bbox": [12, 20, 30, 30], %s}]}
        """
            .formatted(identity, identity));
  }
}
