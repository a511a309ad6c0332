package io.paastreams.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.dataset.AnnotationFaults.Kind;
import io.paastreams.detection.Detection;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MotReaderTest {

  private static final String TRUTH =
      """
      1,1,11,21,30,40,1,1,1
      2,1,12,21,30,40,1,1,0.5
      2,2,101,21,30,40,1,1,1
      3,2,100,21,30,40,0,1,1
      3,7,1,1,8,8,1,7,1
      """;

  @TempDir Path folder;

  @Test
  void aSequence_becomesFramesWithIdentities() throws IOException {
    Path home = sequence("lane-1", TRUTH);

    CocoReader.Result result = MotReader.read(folder);

    assertThat(result.faults().report()).isEmpty();
    VideoSequence video = videos(result).get(0);
    assertThat(video.name()).isEqualTo("lane-1");
    assertThat(video.framesPerSecond()).isEqualTo(20);
    assertThat(video.frames()).hasSize(4);
    Sample second = video.frames().get(1);
    assertThat(second.image().fileName()).isEqualTo("lane-1/img1/000002.jpg");
    assertThat(second.image().size()).isEqualTo(new Size(640, 480));
    assertThat(second.truths())
        .as("pixels count from 1 in the file, from 0 here")
        .containsExactly(
            new Truth(1, 11, 20, 30, 40, 0, false, 1200, 1L),
            new Truth(2, 100, 20, 30, 40, 0, false, 1200, 2L));
    assertThat(video.frames().get(2).truths())
        .as("a line that is not to be considered is no object")
        .extracting(Truth::trackId)
        .containsExactly(7L);
    assertThat(video.frames().get(3).truths()).isEmpty();
    assertThat(video.micros(second) - video.micros(video.frames().get(0))).isEqualTo(50_000);
    assertThat(videos(MotReader.read(home)).get(0).frames().get(0).image().fileName())
        .as("the sequence's own folder does as well")
        .isEqualTo("img1/000001.jpg");
  }

  @Test
  void inMotChallengesOwnSequences_pedestriansAreObjectsAndOthersAreIgnored() throws IOException {
    sequence(
        "MOT17-02-FRCNN",
        """
        1,1,11,21,30,40,1,1,1
        1,2,51,21,30,40,0,7,1
        1,3,91,21,30,40,0,3,1
        1,4,131,21,30,40,0,1,1
        """);

    List<Truth> truths = videos(MotReader.read(folder)).get(0).frames().get(0).truths();

    assertThat(truths).extracting(Truth::trackId).containsExactly(1L, 2L);
    assertThat(truths).extracting(Truth::crowd).containsExactly(false, true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1,1,11,21,30      | BAD_LINE          | gt.txt, line 1: 1,1,11,21,30
          1,1,11,21,x,40    | BAD_LINE          | line 1
          1,1,11,21,NaN,40  | BAD_LINE          | line 1
          0,1,11,21,30,40   | BAD_LINE          | line 1
          1.5,1,11,21,30,40 | BAD_LINE          | line 1
          9,1,11,21,30,40   | NO_FRAME          | line 1: frame 9 of 4
          1,1,11,21,0,40    | EMPTY_BOX         | line 1
          """)
  void aLineThatIsNone_isNamed(String line, Kind kind, String named) throws IOException {
    sequence("lane-1", line + "\n" + TRUTH);

    AnnotationFaults faults = MotReader.read(folder).faults();

    assertThat(faults.count(kind)).as(faults.report()).isEqualTo(1);
    assertThat(faults.report()).contains(named);
    assertThat(faults.grave()).isTrue();
  }

  @Test
  void anObjectThatIsTwiceInAFrame_isNamed() throws IOException {
    sequence("lane-1", TRUTH + "2,1,300,21,30,40,1,1,1\n");
    CocoReader.Result result = MotReader.read(folder);

    videos(result);

    assertThat(result.faults().report()).contains("lane-1/img1/000002.jpg, object 1");
    assertThat(result.faults().count(Kind.TRACK_ID_REPEATED)).isEqualTo(1);
  }

  @Test
  void whatIsMissing_isNamed() throws IOException {
    assertThatThrownBy(() -> MotReader.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("holds no sequence", "seqinfo.ini", "gt/gt.txt");

    Path home = sequence("lane-1", TRUTH);
    Path info = home.resolve("seqinfo.ini");
    String sound = Files.readString(info);
    for (String key : List.of("frameRate", "seqLength", "imWidth", "imHeight")) {
      Files.writeString(info, sound.replaceAll(key + "=.*", ""));
      assertThatThrownBy(() -> MotReader.read(folder)).hasMessageContaining("no " + key);
      Files.writeString(info, sound.replaceAll(key + "=.*", key + "=-3"));
      assertThatThrownBy(() -> MotReader.read(folder)).hasMessageContaining(key + " = -3");
    }
    Files.delete(info);
    assertThatThrownBy(() -> MotReader.read(folder)).hasMessageContaining("seqinfo.ini");
    Files.writeString(info, sound);
    Files.delete(home.resolve("gt/gt.txt"));
    assertThatThrownBy(() -> MotReader.read(folder)).hasMessageContaining("gt.txt");
  }

  @Test
  void detections_areFoundWhereMotChallengePutsThem() throws IOException {
    Path home = sequence("lane-1", TRUTH);
    List<VideoSequence> videos = videos(MotReader.read(folder));
    AnnotationFaults faults = new AnnotationFaults();
    assertThatThrownBy(() -> MotDetections.read(folder, videos, faults))
        .hasMessageContainingAll("no detections of lane-1", "lane-1.txt", "det/det.txt");
    Path file = Files.createDirectories(home.resolve("det")).resolve("det.txt");
    Files.writeString(file, "2,-1,11,21,30,40,0.75\n9,-1,11,21,30,40,0.75\n");

    Map<Long, List<Detection>> found = MotDetections.read(folder, videos, faults);

    assertThat(found.get(1L)).containsExactly(new Detection(new Box(10, 20, 40, 60), 0, 0.75f));
    assertThat(found.get(0L)).isEmpty();
    assertThat(found).hasSize(4);
    assertThat(faults.count(Kind.NO_FRAME)).isEqualTo(1);
    assertThat(MotDetections.read(file, videos, new AnnotationFaults())).isEqualTo(found);
    Files.writeString(file, "2,-1,11,21,30,40,35.2\n");
    assertThatThrownBy(() -> MotDetections.read(folder, videos, faults))
        .hasMessageContainingAll("line 1", "35.2", "0..1");
  }

  private List<VideoSequence> videos(CocoReader.Result result) {
    return VideoSequence.of(result.dataset(), null, result.faults());
  }

  private Path sequence(String name, String truth) throws IOException {
    Path home = folder.resolve(name);
    Files.createDirectories(home.resolve("gt"));
    Files.writeString(home.resolve("gt/gt.txt"), truth);
    Files.writeString(
        home.resolve("seqinfo.ini"),
        """
        [Sequence]
        name=%s
        imDir=img1
        frameRate=20
        seqLength=4
        imWidth=640
        imHeight=480
        imExt=.jpg
        """
            .formatted(name));
    return home;
  }
}
