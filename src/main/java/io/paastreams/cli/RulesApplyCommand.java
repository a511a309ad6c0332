package io.paastreams.cli;

import io.paastreams.event.RuleSet;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicUse;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rules apply}: puts a rule file in force. */
@Command(
    name = "apply",
    description = {
      "Put the rules of a file in force: every running instance of analytics applies them from"
          + " the next frame on. A file with a fault changes nothing.",
      "Exits with 1 if the file has a fault or the topic cannot be written."
    })
final class RulesApplyCommand implements Callable<Integer> {

  private final InstantSource clock = InstantSource.system();

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The rule file.")
  private Path file = Path.of("");

  @Mixin private ConfigOptions configOptions;

  @Mixin private JsonOutput json;

  @Override
  public Integer call() {
    String text = RulesCommand.read(file);
    RulesCommand.demandSound(file, text, List.of(), spec.commandLine().getErr());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    RuleSet rules = RuleSet.of(text, now, System.getProperty("user.name", "unknown"));
    RulesCommand.withTopic(
        configOptions.cluster(),
        TopicUse.writes(TopicKind.RULES),
        topic -> {
          topic.apply(rules);
          return rules;
        });
    PrintWriter out = json.text(spec);
    out.printf("Version %s is in force.%n", rules.version());
    out.flush();
    json.write(
        spec, Map.of("version", rules.version(), "appliedTime", rules.appliedTime().toString()));
    return CommandLine.ExitCode.OK;
  }
}
