package io.paastreams.cli;

import io.paastreams.cluster.RulesTopic;
import io.paastreams.event.RuleSet;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicUse;
import io.paastreams.rules.RuleFile;
import io.paastreams.rules.Rules;
import io.paastreams.rules.RulesText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rules show}: prints what a rule file means, or what is in force. */
@Command(
    name = "show",
    description = {
      "Print what a rule file means, with every default filled in and coordinates in 0..1; without"
          + " FILE the rules that are in force on the cluster of --config.",
      "Exits with 1 if the file has a fault, or if no rules are in force."
    })
final class RulesShowCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", arity = "0..1", description = "The rule file.")
  private @Nullable Path file;

  @Mixin private ConfigOptions configOptions;

  @Option(names = "--raw", description = "Print the rules in force as they were written.")
  private boolean raw;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (file != null) {
      String text = RulesCommand.read(file);
      Rules rules = RulesCommand.demandSound(file, text, List.of(), err).orThrow();
      out.print(raw ? text : "# version %s%n%s".formatted(rules.version(), RulesText.of(rules)));
      out.flush();
      return CommandLine.ExitCode.OK;
    }
    RuleSet set =
        RulesCommand.withTopic(
                configOptions.cluster(), TopicUse.reads(TopicKind.RULES), RulesTopic::latest)
            .orElseThrow(
                () ->
                    new CommandFailedException(
                        "no rules are in force: apply some with rules apply FILE"));
    out.print(raw ? set.yaml() : inForce(set));
    out.flush();
    return CommandLine.ExitCode.OK;
  }

  private static String inForce(RuleSet set) {
    Rules rules = RuleFile.parse(set.yaml()).rules();
    if (rules == null) {
      throw new CommandFailedException(
          ("the latest rules, version %s of %s by %s, cannot be used, and every instance"
                  + " continues with the earlier ones; --raw prints the latest")
              .formatted(set.version(), set.appliedTime(), set.appliedBy()));
    }
    return "# version %s, applied %s by %s%n%s"
        .formatted(set.version(), set.appliedTime(), set.appliedBy(), RulesText.of(rules));
  }
}
