package io.paastreams.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.dataset.AnnotationFaults.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** COCO's annotations of videos, as COCO-VID, TAO and this project write them. */
final class VideoSequenceTest {

  private static final String SOUND =
      """
      {"categories": [{"id": 1, "name": "bird"}],
       "videos": [{"id": 7, "name": "lane", "fps": 10}, {"id": 8, "name": "yard", "fps": 25.0}],
       "images": [
         {"id": 1, "video_id": 7, "frame_id": 0, "file_name": "l/0.jpg", "width": 90, "height": 50},
         {"id": 2, "video_id": 8, "frame_id": 4, "file_name": "y/4.jpg", "width": 90, "height": 50},
         {"id": 3, "video_id": 7, "frame_id": 3, "file_name": "l/3.jpg", "width": 90, "height": 50}],
       "annotations": [
         {"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4], "track_id": 70},
         {"id": 2, "image_id": 1, "category_id": 1, "bbox": [9, 2, 3, 4], "track_id": 71},
         {"id": 3, "image_id": 3, "category_id": 1, "bbox": [2, 2, 3, 4], "track_id": 70},
         {"id": 4, "image_id": 3, "category_id": 1, "bbox": [5, 5, 9, 9], "iscrowd": 1}]}
      """;

  @TempDir Path folder;
  private AnnotationFaults faults = new AnnotationFaults();

  @Test
  void framesAreGroupedByVideo_withIdentitiesAndTimes() throws IOException {
    List<VideoSequence> videos = read(SOUND);

    assertThat(videos).extracting(VideoSequence::name).containsExactly("lane", "yard");
    assertThat(videos).extracting(VideoSequence::framesPerSecond).containsExactly(10.0, 25.0);
    VideoSequence lane = videos.get(0);
    assertThat(lane.frames()).extracting(frame -> frame.image().id()).containsExactly(1L, 3L);
    assertThat(lane.frames().get(0).truths()).extracting(Truth::trackId).containsExactly(70L, 71L);
    assertThat(lane.frames().get(1).truths()).as("a crowd has no identity").hasSize(2);
    assertThat(lane.micros(lane.frames().get(1))).isEqualTo(300_000);
    assertThat(videos.get(1).micros(videos.get(1).frames().get(0))).isEqualTo(160_000);
    assertThat(faults.report()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          as TAO has them            | "frame_id"              | "frame_index"
          as mmtracking has them too | "track_id"              | "instance_id"
          """)
  void otherNamesOfTheFields_areUnderstood(String who, String name, String other)
      throws IOException {
    List<VideoSequence> videos = read(SOUND.replace(name, other));

    assertThat(faults.report()).as(who).isEmpty();
    assertThat(videos.get(0).micros(videos.get(0).frames().get(1))).isEqualTo(300_000);
    assertThat(videos.get(0).frames().get(0).truths()).hasSize(2);
  }

  @Test
  void withoutFrameNumbers_theFilesOrderCounts() throws IOException {
    VideoSequence lane = read(SOUND.replaceAll("\"frame_id\": .,", "")).get(0);

    assertThat(lane.micros(lane.frames().get(1))).isEqualTo(100_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "track_id": 71          | "track_id": 70    | TRACK_ID_REPEATED | annotation 2 of l/0.jpg, object 70
          , "track_id": 71        | ,"x": 0           | NO_TRACK_ID       | annotation 2 of l/0.jpg
          "track_id": 71          | "track_id": "b"   | NO_TRACK_ID       | annotation 2 of l/0.jpg
          "frame_id": 3           | "frame_id": 0     | FRAME_REPEATED    | l/3.jpg, frame 0 of lane
          "video_id": 8           | "video_id": 9     | IMAGE_FIELD       | "video_id" that is not listed
          """)
  void whatCannotBeUsed_isNamed(String found, String instead, Kind kind, String named)
      throws IOException {
    assertThat(SOUND).contains(found);

    read(SOUND.replace(found, instead));

    assertThat(faults.count(kind)).as(faults.report()).isEqualTo(1);
    assertThat(faults.report()).contains(named);
    assertThat(faults.grave()).isTrue();
  }

  @Test
  void framesOutOfOrder_areSorted() throws IOException {
    VideoSequence lane = read(SOUND.replace("\"frame_id\": 0", "\"frame_id\": 9")).get(0);

    assertThat(lane.frames()).extracting(frame -> frame.image().id()).containsExactly(3L, 1L);
    assertThat(faults.report()).contains("before an earlier frame", "frame 3 of lane");
    assertThat(faults.grave()).isFalse();
  }

  @Test
  void withoutARate_theRemedyIsSaid() throws IOException {
    String silent = SOUND.replace(", \"fps\": 10", "");

    assertThatThrownBy(() -> read(silent))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("lane", "\"fps\"", "--frame-rate");
    assertThat(read(silent, 5.0).get(0).framesPerSecond()).isEqualTo(5);
  }

  @Test
  void imagesOfNoVideo_areRefused() {
    assertThatThrownBy(() -> read(SOUND.replaceAll("\"video_id\": .,", "")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("l/0.jpg", "video_id");
  }

  @Test
  void everySecondFrame_keepsItsTime() throws IOException {
    VideoSequence lane = read(SOUND).get(0).every(2);

    assertThat(lane.frames()).hasSize(1);
    assertThat(lane.framesPerSecond()).isEqualTo(10);
  }

  private List<VideoSequence> read(String json) throws IOException {
    return read(json, null);
  }

  private List<VideoSequence> read(String json, @org.jspecify.annotations.Nullable Double rate)
      throws IOException {
    CocoReader.Result result =
        CocoReader.read(Files.writeString(folder.resolve("videos.json"), json));
    faults = result.faults();
    return VideoSequence.of(result.dataset(), rate, faults);
  }
}
