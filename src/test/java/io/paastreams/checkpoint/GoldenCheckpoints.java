package io.paastreams.checkpoint;

import java.nio.file.Path;

/** The checkpoints that the reference wrote. */
final class GoldenCheckpoints {

  private GoldenCheckpoints() {}

  static Path file(String name) {
    return Path.of("src/test/resources/golden/ckpt", name);
  }
}
