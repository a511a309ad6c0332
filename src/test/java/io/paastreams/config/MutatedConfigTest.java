package io.paastreams.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Valid files with a few letters changed: each is either read or reported. */
class MutatedConfigTest {

  private static final String SOUND =
      """
      kafka:
        bootstrap.servers: broker:9092
        sasl.jaas.config: ${env:LOGIN}
      registry: {url: "http://registry:8081", patience: 5s}
      model: {path: models/golden-tiny, device: cpu, precision: float32}
      batch: {maxSize: 4, maxDelay: 20ms}
      claimChecks: {origins: [https://a.example, http://b.example:81], maxBytes: 8MiB}
      pipeline: {guarantee: exactly-once, streamThreads: 3, maxFrameBytes: 4MiB}
      """;

  private static final String LETTERS = "aZ09 :,-.{}[]\"'#&*!|>%@`$\n\t~\0\u00e9?";

  @TempDir private Path folder;

  @Test
  void mutatedFiles_areReadOrReported() throws IOException {
    Random random = new Random(5);
    int reported = 0;
    for (int round = 0; round < 600; round++) {
      StringBuilder text = new StringBuilder(SOUND);
      for (int i = 0; i <= random.nextInt(3); i++) {
        int at = random.nextInt(text.length());
        char letter = LETTERS.charAt(random.nextInt(LETTERS.length()));
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, letter);
          case 1 -> text.insert(at, letter);
          default -> text.delete(at, Math.min(at + 1 + random.nextInt(9), text.length()));
        }
      }
      Path file = Files.writeString(folder.resolve("c.yaml"), text);
      try {
        PaaStreamsConfig.load(file, Map.of("LOGIN", "hunter2"), List.of());
      } catch (ConfigException e) {
        reported++;
        assertThat(e.faults()).isNotEmpty().allSatisfy(fault -> assertThat(fault).isNotBlank());
        assertThat(e).hasMessageNotContaining("hunter2");
      }
    }
    assertThat(reported).isBetween(200, 599);
  }
}
