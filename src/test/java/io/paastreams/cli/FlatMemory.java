package io.paastreams.cli;

import static java.util.Collections.max;

import io.paastreams.geometry.Size;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Resident memory of the pipeline over many frames of several sizes, from JPEG to record. */
final class FlatMemory {

  private FlatMemory() {}

  /**
   * Returns by how many MiB the peak of the second half exceeds that of the first, in which caches
   * and pools fill up.
   *
   * @param every the number of frames between two measurements
   */
  static long growthMib(Path folder, long frames, long every) throws IOException {
    try (PipelineLoad load = new PipelineLoad(folder, new Size(128, 96)).awaitRunning()) {
      List<Long> residentKib = load.detect(frames, every);
      int half = residentKib.size() / 2;
      long first = max(residentKib.subList(0, half)) >> 10;
      long second = max(residentKib.subList(half, residentKib.size())) >> 10;
      System.out.printf(
          "%d frames: resident at most %d MiB in the first half, %d MiB in the second%n",
          frames, first, second);
      return second - first;
    }
  }
}
