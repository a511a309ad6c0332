package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@Tag("process")
class CompletionCommandTest {

  @Test
  void bash_completesCommandsAndOptions(@TempDir Path folder) throws Exception {
    CommandRun run = CommandRun.of("completion");
    Path script = Files.writeString(folder.resolve("completion"), run.out());

    assertThat(complete(script, "paa-streams", "topo")).containsExactly("topology");
    assertThat(complete(script, "paa-streams", "run", "--create-"))
        .containsExactly("--create-topics");
  }

  private static List<String> complete(Path script, String... words)
      throws IOException, InterruptedException {
    String program =
        "source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_paa-streams; printf '%%s\\n' \"${COMPREPLY[@]}\""
            .formatted(script, String.join(" ", words), words.length - 1);
    Process process =
        new ProcessBuilder("bash", "-c", program)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return text.lines().map(String::strip).toList();
  }
}
