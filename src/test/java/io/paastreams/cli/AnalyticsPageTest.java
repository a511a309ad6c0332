package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.rules.RuleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that the page on analytics shows what the commands print. */
class AnalyticsPageTest {

  private static final Path PAGE = Path.of("src/site/markdown/analytics.md");
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  private static List<String> rules() throws IOException {
    return YAML.matcher(Files.readString(PAGE))
        .results()
        .map(MatchResult::group)
        .map(block -> block.replace("```yaml\n", "").replace("```", ""))
        .toList();
  }

  private CommandRun run(String rules, String command, String... options) throws IOException {
    Path file = folder.resolve("my-rules.yaml");
    Files.writeString(file, rules);
    String[] arguments = new String[options.length + 3];
    arguments[0] = "rules";
    arguments[1] = command;
    arguments[2] = file.toString();
    System.arraycopy(options, 0, arguments, 3, options.length);
    CommandRun run = CommandRun.of(arguments);
    String here = folder + "/";
    return new CommandRun(run.status(), run.out().replace(here, ""), run.err().replace(here, ""));
  }

  @Test
  void theFirstRule_saysWhatThePageShows() throws IOException {
    String page = Files.readString(PAGE);
    String first = rules().get(0);

    CommandRun check = run(first, "check");
    assertThat(page).contains("```\n" + check.out() + "```");
    CommandRun faults =
        run(first.replace("zone: yard", "zone: yrad").replace("2s", "2 secs"), "check");
    assertThat(page).contains("```\n" + faults.err() + "```");
    CommandRun trial =
        run(first, "try", "--detections", "src/site/resources/rules/detections.jsonl");
    List<String> alerts = trial.out().lines().filter(line -> line.contains("alertId")).toList();
    assertThat(alerts).hasSize(2);
    assertThat(page).contains("```\n" + trial.err() + alerts.get(0) + "\n...\n```");
  }

  @Test
  void everyRuleFileOfThePage_isValid() throws IOException {
    assertThat(rules()).hasSize(2);
    assertThat(rules()).allMatch(text -> RuleFile.parse(text).findings().isEmpty());
  }
}
