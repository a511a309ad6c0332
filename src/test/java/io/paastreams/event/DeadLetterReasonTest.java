package io.paastreams.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadLetterReasonTest {

  private static final String HEAD = "| `paa.failure` | meaning | remedy |";

  @Test
  void topicsPage_hasTheTableOfAllReasons() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("src/site/markdown/topics.md"));
    List<String> rows =
        lines.subList(lines.indexOf(HEAD) + 2, lines.size()).stream()
            .takeWhile(line -> line.startsWith("|"))
            .toList();

    assertThat(rows)
        .containsExactlyElementsOf(
            Arrays.stream(DeadLetterReason.values())
                .map(
                    reason ->
                        "| `%s` | %s | %s |"
                            .formatted(reason.id(), reason.meaning(), reason.remedy()))
                .toList());
  }

  @Test
  void reasons_areFoundByTheirIds() {
    for (DeadLetterReason reason : DeadLetterReason.values()) {
      assertThat(DeadLetterReason.of(reason.id())).contains(reason);
    }
    assertThat(DeadLetterReason.of("MODEL_FAILED")).isEmpty();
  }
}
