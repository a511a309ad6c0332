package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The interface that the page on operating promises to scripts. */
class ScriptsTableTest {

  private static final Path PAGE = Path.of("src/site/markdown/operating.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z ]+)` \\| (yes|no)\\b");

  @TempDir private Path folder;

  @Test
  void theTableListsEveryCommand_andWhetherItWritesJson() throws IOException {
    Map<String, Boolean> listed = new TreeMap<>();
    ROW.matcher(Files.readString(PAGE))
        .results()
        .forEach(row -> listed.put(row.group(1), row.group(2).equals("yes")));
    Map<String, Boolean> known = new TreeMap<>();
    collect("", Main.commandLine(), known);

    assertThat(listed).isEqualTo(known);
  }

  private static void collect(String name, CommandLine command, Map<String, Boolean> known) {
    if (command.getSubcommands().isEmpty()) {
      known.put(name, command.getCommandSpec().findOption("--json") != null);
    }
    command
        .getSubcommands()
        .forEach((sub, each) -> collect((name + " " + sub).strip(), each, known));
  }

  @Test
  void standardOutputIsOneDocument_whetherTheResultIsGoodOrBad() throws IOException {
    Path sound = Files.writeString(folder.resolve("sound.yaml"), "rules: {}");
    Path broken = Files.writeString(folder.resolve("broken.yaml"), "rules: {dark: {when: night}}");

    CommandRun good = CommandRun.of("rules", "check", sound.toString(), "--json=-");
    CommandRun bad = CommandRun.of("rules", "check", broken.toString(), "--json=-");
    assertThat(good.status()).isZero();
    assertThat(json(good).get("sound").asBoolean()).isTrue();
    assertThat(bad.status()).isEqualTo(1);
    assertThat(json(bad).at("/errors/0/key").asText()).isEqualTo("rules.dark.when");

    JsonNode topology = json(CommandRun.of("topology", "--json=-"));
    assertThat(topology.at("/topics/0/topic").asText()).isEqualTo("frames.v1");
    assertThat(topology.at("/topics/0/schema/name").asText()).isEqualTo("FrameEvent");
  }

  @Test
  void nothingIsColouredOrOverwritten_whereNoTerminalIs() {
    CommandRun run = CommandRun.of("rules", "check", folder.resolve("none.yaml").toString());
    assertThat(run.err()).startsWith("error: ").doesNotContain("\u001b").doesNotContain("\r");
  }

  private static JsonNode json(CommandRun run) throws IOException {
    return new ObjectMapper().readTree(run.out());
  }
}
