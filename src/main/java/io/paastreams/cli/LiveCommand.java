package io.paastreams.cli;

import io.paastreams.config.LivePageConfig;
import io.paastreams.config.MetricsConfig;
import io.paastreams.event.EventSerdes;
import io.paastreams.live.LiveServer;
import io.paastreams.metrics.LiveMetrics;
import io.paastreams.metrics.MetricsServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code live}: serves the page that shows what the cameras see. */
@Command(
    name = "live",
    description = {
      "Serve the live page: cameras with boxes, dead letters and the state of the pipeline, read"
          + " from the topics. Does not affect the pipeline and may run several times. Ends with"
          + " Ctrl-C or SIGTERM."
    })
final class LiveCommand implements Callable<Integer> {

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

  @Spec private CommandSpec spec;

  @Mixin private ConfigOptions configOptions;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Short for --set live.port=PORT; 0 for a free one.")
  private @Nullable Integer port;

  @Override
  public Integer call() throws InterruptedException {
    if (port != null) {
      configOptions.set("live.port", Integer.toString(port));
    }
    LivePageConfig config = configOptions.live();
    LiveHealth health =
        new LiveHealth(
            Map.of(
                "version",
                PaaStreamsCommand.Version.number(),
                "applicationId",
                config.applicationId()));
    try (Interruption interruption = Interruption.handle(CLOSE_PATIENCE);
        LogLevelWatch log = configOptions.followLog();
        EventSerdes serdes = LivePages.serdes(config);
        MetricsServer metrics = metrics(config.metrics(), health);
        LiveServer server = LivePages.start(config, serdes, List.of())) {
      health.watch(server);
      if (metrics != null) {
        LiveMetrics.watch(server, metrics.registry());
      }
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          "Live page %s shows %s. Ctrl-C ends it.%n",
          server.address(), config.cluster().bootstrapServers());
      out.flush();
      interruption.requested().await();
    } catch (IllegalStateException | IllegalArgumentException | IOException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
    return CommandLine.ExitCode.OK;
  }

  private static @Nullable MetricsServer metrics(@Nullable MetricsConfig config, LiveHealth health)
      throws IOException {
    return config == null ? null : ServedMetrics.start(config, "live.metricsPort", health);
  }
}
