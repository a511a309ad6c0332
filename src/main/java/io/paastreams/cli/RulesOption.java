package io.paastreams.cli;

import io.paastreams.cluster.RulesTopic;
import io.paastreams.config.ClusterConfig;
import io.paastreams.event.RuleSet;
import io.paastreams.event.TopicKind;
import io.paastreams.event.Topics;
import io.paastreams.rules.RuleFile;
import io.paastreams.rules.RuleFinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** Rules that are put in force before analytics starts. */
final class RulesOption {

  private static final Logger LOG = LoggerFactory.getLogger(RulesOption.class);

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description =
          "First put the rules of this file in force for all instances, through the rules"
              + " topic, unless they already are.")
  private @Nullable Path file;

  boolean isGiven() {
    return file != null;
  }

  /** The rules of the file, or all its faults; null if there is no file. */
  @Nullable RuleSet read() {
    Path file = this.file;
    if (file == null) {
      return null;
    }
    String yaml;
    try {
      yaml = Files.readString(file);
    } catch (IOException e) {
      throw new CommandFailedException("cannot read the rules: " + Failures.message(e), e);
    }
    RuleFile.Parsed parsed = RuleFile.parse(yaml);
    parsed.warnings().forEach(warning -> LOG.warn("{}: {}", file, warning));
    if (!parsed.errors().isEmpty()) {
      throw new CommandFailedException(
          parsed.errors().stream()
              .map(RuleFinding::toString)
              .collect(
                  Collectors.joining(
                      System.lineSeparator() + "  ",
                      "the rules of " + file + " cannot be used:" + System.lineSeparator() + "  ",
                      "")));
    }
    return RuleSet.of(yaml, Instant.now(), System.getProperty("user.name", "unknown"));
  }

  /** Puts rules in force unless they already are. */
  static void apply(RuleSet rules, ClusterConfig cluster, Topics topics) {
    boolean written =
        new RulesTopic(cluster.bootstrapServers(), cluster.kafka(), topics.of(TopicKind.RULES))
            .applyIfNew(rules);
    LOG.info(
        written ? "Rules of version {} are put in force." : "Rules of version {} are in force.",
        rules.version());
  }
}
