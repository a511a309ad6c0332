package io.paastreams.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SceneChoiceTest {

  @TempDir Path folder;

  private Dataset dataset = new Dataset(List.of(), List.of());

  /** Scenes of videos and images, a scene that contradicts its video's, a number, and none. */
  @BeforeEach
  void readScenes() throws IOException {
    dataset =
        read(
            """
            {"categories": [{"id": 1, "name": "bird"}],
             "videos": [{"id": 5, "name": "one", "scene": "harbor"}, {"id": 6, "name": "two"}],
             "images": [
               {"id": 1, "file_name": "a.jpg", "width": 9, "height": 9, "video_id": 5},
               {"id": 2, "file_name": "b.jpg", "width": 9, "height": 9, "video_id": 5,
                "scene": "field"},
               {"id": 3, "file_name": "c.jpg", "width": 9, "height": 9, "scene": 17},
               {"id": 4, "file_name": "d.jpg", "width": 9, "height": 9, "video_id": 6},
               {"id": 5, "file_name": "e.jpg", "width": 9, "height": 9, "scene": "harbor"}],
             "annotations": []}
            """);
  }

  @Test
  void aSceneIsTheImages_orElseItsVideos() {
    assertThat(dataset.samples().stream().map(sample -> sample.image().scene()))
        .containsExactly("harbor", "field", "17", null, "harbor");
  }

  @Test
  void whatIsChosen_andWhatIsLeftOut_areTheWhole() {
    assertThat(files(Set.of("harbor", "17"), Set.of())).containsExactly("a.jpg", "c.jpg", "e.jpg");
    assertThat(files(Set.of(), Set.of("harbor", "17"))).containsExactly("b.jpg", "d.jpg");
    assertThat(files(Set.of("harbor", "17"), Set.of("17"))).containsExactly("a.jpg", "e.jpg");
    assertThat(SceneChoice.ALL.of(dataset)).isSameAs(dataset);
  }

  @Test
  void anUnknownScene_isRefused_becauseItsPlaceWouldStay() {
    assertThatThrownBy(() -> files(Set.of(), Set.of("harbour", "field")))
        .hasMessage("there is no scene harbour; the scenes are 17, field, harbor");
    assertThatThrownBy(() -> files(Set.of("Field"), Set.of()))
        .hasMessageStartingWith("there is no scene Field");
  }

  @Test
  void anEmptyChoice_isRefused() {
    assertThatThrownBy(() -> files(Set.of("17"), Set.of("17")))
        .hasMessage("the choice of scenes leaves no image");
  }

  @Test
  void annotationsWithoutScenes_areRefused() throws IOException {
    Dataset plain =
        read(
            """
            {"categories": [{"id": 1, "name": "bird"}], "annotations": [],
             "images": [{"id": 1, "file_name": "a.jpg", "width": 9, "height": 9}]}
            """);
    SceneChoice choice = new SceneChoice(Set.of(), Set.of("harbor"));

    assertThatThrownBy(() -> choice.of(plain)).hasMessageContaining("no image has a scene");
  }

  private List<String> files(Set<String> only, Set<String> without) {
    return new SceneChoice(only, without)
        .of(dataset).samples().stream().map(sample -> sample.image().fileName()).toList();
  }

  private Dataset read(String text) throws IOException {
    return CocoReader.read(Files.writeString(folder.resolve("a.json"), text)).dataset();
  }
}
