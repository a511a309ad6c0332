package io.paastreams.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.dataset.AnnotationFaults.Kind;
import io.paastreams.geometry.Size;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CocoReaderTest {

  @TempDir Path folder;

  @Test
  void validEntries_areKept_andEveryFaultIsCounted() throws IOException {
    CocoReader.Result result =
        read(
            """
            {"categories": [{"id": 7, "name": "bird"}, {"id": 3, "name": "drone"}],
             "images": [
               {"id": 1, "file_name": "a.jpg", "width": 100, "height": 50},
               {"id": 1, "file_name": "again.jpg", "width": 100, "height": 50},
               {"id": 2, "file_name": "empty.jpg", "width": 100, "height": 50},
               {"id": 3, "file_name": "no-size.jpg"}],
             "annotations": [
               {"id": 1, "image_id": 1, "category_id": 3, "bbox": [10.5, 5, 20, 10], "iscrowd": 0},
               {"id": 1, "image_id": 1, "category_id": 3, "bbox": [10.5, 5, 20, 10]},
               {"id": 2, "image_id": 1, "category_id": 7, "bbox": [-5, 5, 20, 10], "area": 99},
               {"id": 2, "image_id": 1, "category_id": 7, "bbox": [50, 5, 20, 10], "area": NaN},
               {"id": 3, "image_id": 1, "category_id": 7, "bbox": [5, 5, 0, 10]},
               {"id": 3, "image_id": 1, "category_id": 7, "bbox": [5, 5, -4, 10]},
               {"id": 4, "image_id": 1, "category_id": 7, "bbox": [100, 5, 10, 10]},
               {"id": 5, "image_id": 1, "category_id": 8, "bbox": [5, 5, 10, 10]},
               {"id": 6, "image_id": 9, "category_id": 7, "bbox": [5, 5, 10, 10]},
               {"id": 7, "image_id": 1, "category_id": 7, "bbox": [5, 5, 10]},
               {"id": 8, "image_id": 1, "category_id": 7, "bbox": [5, 5, "10", 10]},
               {"id": 9, "image_id": 1, "category_id": 7, "bbox": [5, 5, Infinity, 10]}]}
            """);

    assertThat(result.dataset().labels().labels()).containsExactly("bird", "drone");
    assertThat(result.dataset().samples()).hasSize(2);
    assertThat(result.dataset().samples().get(0).truths())
        .containsExactly(
            new Truth(1, 10.5, 5, 20, 10, 1, false, 200),
            new Truth(2, -5, 5, 20, 10, 0, false, 99),
            new Truth(2, 50, 5, 20, 10, 0, false, 200));
    assertThat(result.dataset().samples().get(1).truths()).isEmpty();
    AnnotationFaults faults = result.faults();
    assertThat(faults.count(Kind.DUPLICATE_IMAGE_ID)).isEqualTo(1);
    assertThat(faults.count(Kind.REPEATED_ANNOTATION)).isEqualTo(1);
    assertThat(faults.count(Kind.DUPLICATE_ANNOTATION_ID)).isEqualTo(1);
    assertThat(faults.count(Kind.BAD_AREA)).isEqualTo(1);
    assertThat(faults.count(Kind.REACHES_OUTSIDE)).isEqualTo(1);
    assertThat(faults.count(Kind.EMPTY_BOX)).isEqualTo(2);
    assertThat(faults.count(Kind.OUTSIDE_IMAGE)).isEqualTo(1);
    assertThat(faults.count(Kind.UNKNOWN_CATEGORY)).isEqualTo(1);
    assertThat(faults.count(Kind.UNKNOWN_IMAGE)).isEqualTo(1);
    assertThat(faults.count(Kind.IMAGE_FIELD)).isEqualTo(1);
    assertThat(faults.count(Kind.ANNOTATION_FIELD)).isEqualTo(3);
    assertThat(faults.grave()).isTrue();
    assertThat(faults.report().lines()).hasSize(11).anyMatch(line -> line.contains("again.jpg"));
  }

  @Test
  void zippedVideoAnnotations_nameFramesOfClips() throws IOException {
    Path file = folder.resolve("frames.json.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(
          """
          {"categories": [{"id": 1, "name": "bird"}],
           "videos": [{"id": 5, "file_name": "clips/one.mp4", "distance": "distant"}],
           "images": [{"id": 1, "video_id": 5, "frame_index": 30, "file_name": "one/000030.jpg",
                       "width": 320, "height": 256}],
           "annotations": []}
          """
              .getBytes(StandardCharsets.UTF_8));
    }

    CocoReader.Result result = CocoReader.read(file);

    assertThat(result.faults().grave()).isFalse();
    assertThat(result.faults().report()).isEqualTo("1 categories have no objects (first: bird)");
    assertThat(result.dataset().samples())
        .containsExactly(
            new Sample(
                new DatasetImage(
                    1,
                    "one/000030.jpg",
                    new Size(320, 256),
                    new ClipFrame("clips/one.mp4", 30, "distant"),
                    new VideoPosition(5, "clips/one.mp4", 30, null)),
                List.of()));
  }

  @Test
  void idsAsText_areRefusedInOneSentence() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    {"categories": [{"id": "1", "name": "bird"}], "images": [], "annotations": []}
                    """))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("categories whose \"id\" is text, \"1\"")
        .hasMessageContaining("written without quotes");
  }

  @Test
  void repeatedFilesAndCategories_andFramesWithoutIndex_areFaults() throws IOException {
    AnnotationFaults faults =
        read("""
                {"categories": [{"id": 1, "name": "bird"}, {"id": 1, "name": "drone"},
                                {"id": 2, "name": "bird"}],
                 "videos": [{"id": 5, "file_name": "one.mp4"}],
                 "images": [
                   {"id": 1, "file_name": "a.jpg", "width": 100, "height": 50},
                   {"id": 2, "file_name": "a.jpg", "width": 100, "height": 50},
                   {"id": 3, "file_name": "b.jpg", "width": 100, "height": 50, "video_id": 5},
                   {"id": 4, "file_name": "c.jpg", "width": 100, "height": 50, "video_id": 6}],
                 "annotations": []}
                """)
            .faults();

    assertThat(faults.count(Kind.DUPLICATE_CATEGORY)).isEqualTo(2);
    assertThat(faults.count(Kind.DUPLICATE_FILE)).isEqualTo(1);
    assertThat(faults.count(Kind.IMAGE_FIELD)).isEqualTo(2);
    assertThat(faults.report()).contains("frame_index");
  }

  @Test
  void otherFiles_areRefusedByName() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.json"), "no json");
    Path list = Files.writeString(folder.resolve("list.json"), "[1, 2]");
    Path part = Files.writeString(folder.resolve("part.json"), "{\"images\": []}");

    assertThatThrownBy(() -> CocoReader.read(text)).hasMessageContaining("notes.json is not JSON");
    assertThatThrownBy(() -> CocoReader.read(list)).hasMessageContaining("list.json is not a COCO");
    assertThatThrownBy(() -> CocoReader.read(part)).hasMessageContaining("\"annotations\"");
  }

  private CocoReader.Result read(String json) throws IOException {
    return CocoReader.read(Files.writeString(folder.resolve("annotations.json"), json));
  }
}
