package io.paastreams.cli;

import io.paastreams.analytics.AnalyticsApplication;
import io.paastreams.check.AnalyticsCheck;
import io.paastreams.check.CheckReport;
import io.paastreams.check.ServerWait;
import io.paastreams.config.AnalyticsRunConfig;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.RegistryException;
import io.paastreams.event.RuleSet;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicNames;
import io.paastreams.event.Topics;
import io.paastreams.streams.ApplicationStartException;
import io.paastreams.tracing.Tracing;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code analytics}: makes tracks, events, counts and alerts of detections. */
@Command(
    name = "analytics",
    description = {
      "Turn the detections topic into tracks, events, counts and alerts. Needs no model and no GPU."
          + " Start it several times to share the cameras. Ends with Ctrl-C or SIGTERM."
    })
final class AnalyticsCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(AnalyticsCommand.class);

  @Spec private CommandSpec spec;

  @Mixin private ConfigOptions configOptions;

  @Mixin private RulesOption rulesOption;

  @Option(names = "--create-topics", description = "Create topics that do not exist.")
  private boolean createTopics;

  @Override
  public Integer call() throws InterruptedException {
    AnalyticsRunConfig config = configOptions.analytics();
    try {
      return run(config, rulesOption.read());
    } catch (ApplicationStartException
        | RegistryException
        | IllegalStateException
        | IllegalArgumentException
        | IOException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
  }

  private int run(AnalyticsRunConfig config, @Nullable RuleSet rules)
      throws InterruptedException, IOException {
    AnalyticsCheck check = new AnalyticsCheck(config);
    ServerWait wait =
        new ServerWait(
            config.analytics().startTimeout(), System::nanoTime, line -> LOG.warn("{}", line));
    BeforeStart.demandSound(new CheckReport(wait.until(check::silentServers)));
    if (createTopics) {
      BeforeStart.createTopics(config.cluster(), AnalyticsApplication.TOPICS);
    }
    BeforeStart.demandSound(check.run());
    AnalyticsHealth health = new AnalyticsHealth(config);
    try (ForegroundRun run = ForegroundRun.within(config.analytics().closeTimeout());
        LogLevelWatch log = configOptions.followLog();
        Tracing tracing = configOptions.tracing(config.analytics().settings().applicationId());
        EventSerdes serdes = EventSerdes.of(config.cluster().serdes());
        PipelineMonitor monitor = PipelineMonitor.start(config.metrics(), health)) {
      serdes.prepare(config.cluster().topics().only(AnalyticsApplication.TOPICS));
      Topics topics = Topics.of(config.cluster().topics(), serdes);
      if (rules != null) {
        RulesOption.apply(rules, config.cluster(), topics);
      }
      try (AnalyticsApplication analytics =
          monitor.analytics(config.analytics(), topics, tracing)) {
        health.watch(analytics);
        return run.untilEnd(
            List.of(analytics), () -> announce(config, spec.commandLine().getOut()));
      }
    }
  }

  static void announce(AnalyticsRunConfig config, PrintWriter out) {
    TopicNames topics = config.cluster().topics();
    String outputs =
        AnalyticsApplication.TOPICS.stream()
            .filter(use -> use.operation() == AclOperation.WRITE && use.kind().hasSchema())
            .map(use -> topics.of(use.kind()))
            .collect(Collectors.joining(", "));
    out.printf(
        "Analytics on %s: %s -> %s, %s. Ctrl-C ends it.%n",
        config.cluster().bootstrapServers(),
        topics.of(TopicKind.DETECTIONS),
        outputs,
        config.analytics().guarantee().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    out.flush();
  }
}
