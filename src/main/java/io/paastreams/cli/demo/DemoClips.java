package io.paastreams.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Four clips of a thermal camera, CC0 1.0: Svanström et al., "A Dataset for Multi-Sensor Drone
 * Detection", Data in Brief 2021, doi 10.5281/zenodo.5500576.
 */
public final class DemoClips {

  /** An airplane, birds, a drone, a helicopter; 320x256, 30 frames per second, about 10 s each. */
  private static final List<String> NAMES =
      List.of(
          "IR_AIRPLANE_023.mp4", "IR_BIRD_030.mp4", "IR_DRONE_128.mp4", "IR_HELICOPTER_025.mp4");

  private static final String TRUTH = "truth.json.gz";

  /**
   * The clips as files, because FFmpeg opens files.
   *
   * @param files the clips in the order in which cameras play them
   * @param truth what is in every frame
   */
  public record Extracted(List<Path> files, DemoTruth truth) {}

  private DemoClips() {}

  /** Writes the clips and their annotations into a folder. */
  public static Extracted extractTo(Path folder) {
    try {
      List<Path> files = new ArrayList<>();
      for (String name : NAMES) {
        files.add(extract(name, folder));
      }
      return new Extracted(files, DemoTruth.read(extract(TRUTH, folder), NAMES));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack the demo clips to " + folder, e);
    }
  }

  private static Path extract(String name, Path folder) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream resource = DemoClips.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw new IllegalStateException("the build lacks the demo's " + name);
      }
      Files.copy(resource, file);
    }
    return file;
  }
}
