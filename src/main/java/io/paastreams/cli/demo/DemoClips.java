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
final class DemoClips {

  /** An airplane, birds, a drone, a helicopter; 320x256, 30 frames a second, about 10 s each. */
  private static final List<String> NAMES =
      List.of(
          "IR_AIRPLANE_023.mp4", "IR_BIRD_030.mp4", "IR_DRONE_128.mp4", "IR_HELICOPTER_025.mp4");

  private DemoClips() {}

  /** Writes the clips into a folder, since FFmpeg opens files. */
  static List<Path> extractTo(Path folder) {
    List<Path> files = new ArrayList<>();
    for (String name : NAMES) {
      Path file = folder.resolve(name);
      try (InputStream clip = DemoClips.class.getResourceAsStream(name)) {
        if (clip == null) {
          throw new IllegalStateException("the build lacks the demo clip " + name);
        }
        Files.copy(clip, file);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot unpack the demo clips to " + folder, e);
      }
      files.add(file);
    }
    return files;
  }
}
