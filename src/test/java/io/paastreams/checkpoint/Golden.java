package io.paastreams.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The checkpoints that the reference wrote. */
final class Golden {

  private Golden() {}

  static Path checkpoint(String name) {
    return Path.of("src/test/resources/golden/ckpt", name);
  }

  static JsonNode json(String path) {
    try {
      return new ObjectMapper().readTree(Path.of("src/test/resources/golden", path).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
