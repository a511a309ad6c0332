package io.paastreams.cli;

import io.paastreams.cluster.BootstrapServers;
import io.paastreams.cluster.RulesTopic;
import io.paastreams.cluster.TopicAdmin;
import io.paastreams.config.ClusterConfig;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicNames;
import io.paastreams.event.TopicSpec;
import io.paastreams.event.TopicUse;
import io.paastreams.event.Topics;
import io.paastreams.rules.RuleFile;
import io.paastreams.rules.RuleFinding;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.acl.AclOperation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rules}: zones, lines, counts and alerts. */
@Command(
    name = "rules",
    description = "Check, try, apply and show the rules of zones, lines, counts and alerts.",
    subcommands = {
      RulesCheckCommand.class,
      RulesTryCommand.class,
      RulesApplyCommand.class,
      RulesShowCommand.class
    })
final class RulesCommand implements Runnable {

  private static final long MOST_BYTES = 4 << 20;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "which command? rules check, rules try, rules apply or rules show.");
  }

  /** The text of a rule file. */
  static String read(Path file) {
    try {
      if (Files.isRegularFile(file) && Files.size(file) > MOST_BYTES) {
        throw new CommandFailedException(file + ": is larger than a rule file may be (1 MiB)");
      }
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new CommandFailedException(file + ": is not UTF-8 text", e);
    } catch (IOException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
  }

  /**
   * Parses a rule file; warnings go to standard error.
   *
   * @throws CommandFailedException with all faults, if there are any
   */
  static RuleFile.Parsed demandSound(
      Path file, String text, Collection<String> labels, PrintWriter err) {
    RuleFile.Parsed parsed = RuleFile.parse(text, labels, List.of());
    if (parsed.rules() == null) {
      throw new CommandFailedException(faults(file, parsed.errors()));
    }
    parsed.warnings().forEach(warning -> err.println(file + " " + warning));
    err.flush();
    return parsed;
  }

  /** All faults, one line each. */
  static String faults(Path file, List<RuleFinding> faults) {
    StringBuilder text =
        new StringBuilder(
            "%s has %d fault%s:".formatted(file, faults.size(), faults.size() == 1 ? "" : "s"));
    faults.forEach(fault -> text.append(System.lineSeparator()).append("  ").append(fault));
    return text.toString();
  }

  /**
   * Does something with the topic of the rules.
   *
   * @param access for writing, the schema is registered first
   * @throws CommandFailedException with the remedy, if it does not exist or cannot be used
   */
  static <T> T withTopic(ClusterConfig cluster, TopicUse access, Function<RulesTopic, T> use) {
    TopicNames rules = cluster.topics().only(List.of(access));
    try (EventSerdes serdes = EventSerdes.of(cluster.serdes())) {
      requireTopic(cluster, rules);
      if (access.operation() == AclOperation.WRITE) {
        serdes.prepare(rules);
      }
      return use.apply(
          new RulesTopic(
              cluster.bootstrapServers(),
              cluster.kafka(),
              Topics.of(rules, serdes).of(TopicKind.RULES)));
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
  }

  private static void requireTopic(ClusterConfig cluster, TopicNames rules) {
    BootstrapServers.requireListener(cluster.bootstrapServers());
    try (TopicAdmin admin = TopicAdmin.connect(cluster.bootstrapServers(), cluster.kafka())) {
      TopicSpec topic = cluster.layout().topics(rules).get(0);
      if (!admin.states(List.of(topic.name())).get(0).isThere()) {
        throw new IllegalStateException(
            "there is no topic %s, or this principal may not see it; start analytics with"
                    .formatted(topic.name())
                + " --create-topics, or: "
                + topic.createCommand(cluster.bootstrapServers()));
      }
    }
  }
}
