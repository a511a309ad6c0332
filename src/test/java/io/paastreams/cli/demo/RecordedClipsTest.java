package io.paastreams.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.dataset.CocoReader;
import io.paastreams.dataset.Sample;
import io.paastreams.image.ImageDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedClipsTest {

  @TempDir private Path folder;

  @Test
  void eachAnnotatedFrame_isAFileOfItsNumber() throws Exception {
    DemoClips.Extracted clips = RecordedClips.extractTo(folder);
    List<Sample> samples = CocoReader.read(folder.resolve("truth.json.gz")).dataset().samples();
    assertThat(clips.files()).hasSize(4);
    for (Path clip : clips.files()) {
      String name = String.valueOf(clip.getFileName()).replaceFirst("\\..*", "");
      long frames =
          samples.stream()
              .filter(sample -> sample.image().fileName().startsWith(name + "/"))
              .count();
      try (Stream<Path> files = Files.list(clip)) {
        assertThat(files.count()).as(name).isEqualTo(frames).isPositive();
      }
      byte[] last = Files.readAllBytes(clip.resolve((frames - 1) + ".jpg"));
      assertThat(ImageDecoder.withDefaultLimits().decode(last).size()).isEqualTo(Demo.FRAME_SIZE);
    }
  }
}
