package io.paastreams.cli;

import io.paastreams.check.CheckReport;
import io.paastreams.check.Finding;
import io.paastreams.check.ServerWait;
import io.paastreams.check.Severity;
import io.paastreams.check.StartCheck;
import io.paastreams.cluster.TopicAdmin;
import io.paastreams.config.ClusterConfig;
import io.paastreams.config.LivePageConfig;
import io.paastreams.config.PaaStreamsConfig;
import io.paastreams.detection.Profile;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.RegistryException;
import io.paastreams.event.TopicKind;
import io.paastreams.event.Topics;
import io.paastreams.geometry.Size;
import io.paastreams.image.ImageDecoder;
import io.paastreams.image.ImageLimits;
import io.paastreams.image.Preprocessor;
import io.paastreams.inference.Detector;
import io.paastreams.inference.DetectorOptions;
import io.paastreams.live.LiveServer;
import io.paastreams.model.Model;
import io.paastreams.model.torch.TorchRuntime;
import io.paastreams.pipeline.DetectionPipeline;
import io.paastreams.pipeline.DetectionPipelineBuilder;
import io.paastreams.streams.ApplicationStartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code run}: runs the pipeline against any Kafka cluster. */
@Command(
    name = "run",
    description = {
      "Run the pipeline against a Kafka cluster and a Confluent-compatible schema registry."
          + " Start it several times to share the cameras. Ends on Ctrl-C or SIGTERM after"
          + " finishing what is in flight."
    })
final class RunCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  @Spec private CommandSpec spec;

  @Mixin private ConfigOptions configOptions;

  @Option(
      names = "--torch",
      paramLabel = "DIR",
      description = TorchOption.DESCRIPTION + " Short for --set model.torch=DIR.")
  private @Nullable String torch;

  @Option(names = "--create-topics", description = "Create topics that do not exist.")
  private boolean createTopics;

  @Option(
      names = "--latency-target",
      paramLabel = "TIME",
      description =
          "Choose the batch size for this target time from a frame's decoding to its"
              + " detections, and log the choice and the reason; short for --set"
              + " batch.latencyTarget=TIME.")
  private @Nullable String latencyTarget;

  @Option(
      names = "--profile",
      paramLabel = "serving|reference",
      description =
          "serving: one box per object, at a score that can be relied on; reference: all boxes of the"
              + " reference; short for --set model.profile=serving|reference.")
  private @Nullable Profile profile;

  @Option(
      names = "--live",
      description = "Serve the live page as well, as the command live does, under live.*.")
  private boolean live;

  @Option(names = "--list-keys", description = "Print every configuration key and exit.")
  private boolean listKeys;

  @Override
  public Integer call() throws InterruptedException {
    if (listKeys) {
      spec.commandLine().getOut().print(PaaStreamsConfig.reference());
      spec.commandLine().getOut().flush();
      return CommandLine.ExitCode.OK;
    }
    if (latencyTarget != null) {
      configOptions.set("batch.latencyTarget", latencyTarget);
    }
    if (profile != null) {
      configOptions.set("model.profile", profile.name().toLowerCase(Locale.ROOT));
    }
    if (torch != null) {
      configOptions.set("model.torch", torch);
    }
    PaaStreamsConfig config = configOptions.all();
    TorchRuntime.use(config.model().torch());
    @Nullable LivePageConfig page = live ? configOptions.live() : null;
    try {
      return run(config, page);
    } catch (ApplicationStartException
        | RegistryException
        | IllegalStateException
        | IllegalArgumentException
        | IOException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
  }

  private int run(PaaStreamsConfig config, @Nullable LivePageConfig page)
      throws InterruptedException, IOException {
    Memoized<Model> modelOnce =
        new Memoized<>(() -> Models.read(config.model().path(), spec.commandLine().getErr()));
    StartCheck check = new StartCheck(config, modelOnce);
    ServerWait wait =
        new ServerWait(
            config.pipeline().startTimeout(), System::nanoTime, line -> LOG.warn("{}", line));
    demandSound(new CheckReport(wait.until(check::silentServers)));
    if (createTopics) {
      createTopics(config.cluster());
    }
    demandSound(check.run());
    Model model = modelOnce.get();
    PipelineHealth health = new PipelineHealth(config, model);
    try (PipelineRun run = PipelineRun.within(config.pipeline().closeTimeout());
        LogLevelWatch log = configOptions.followLog();
        EventSerdes serdes = EventSerdes.of(config.cluster().serdes());
        PipelineMonitor monitor = PipelineMonitor.start(config.metrics(), health)) {
      serdes.prepare(config.cluster().topics().only(DetectionPipeline.TOPICS));
      Topics topics = Topics.of(config.cluster().topics(), serdes);
      Size largest = RunningModel.preprocessor(model.recipe(), null).largestInput();
      DetectorOptions options =
          RunningModel.warmedUp(
              config.model().detectorOptions(), largest, config.pipeline().maxBatchSize());
      try (Detector detector = RunningModel.load(model, options);
          LiveServer server = page == null ? null : LivePages.start(page, topics, monitor.pages());
          DetectionPipeline pipeline = pipeline(config, model, topics, detector, monitor)) {
        health.watch(pipeline);
        return run.untilEnd(pipeline, () -> announce(config, model, server));
      }
    }
  }

  private static void createTopics(ClusterConfig cluster) {
    try (TopicAdmin admin = TopicAdmin.connect(cluster.bootstrapServers(), cluster.kafka())) {
      admin
          .createMissing(cluster.layout().topics(cluster.topics().only(DetectionPipeline.TOPICS)))
          .forEach(topic -> LOG.info("created the topic {}", topic.name()));
    }
  }

  /** Stops before anything has begun if there are faults, and reports all of them at once. */
  private static void demandSound(CheckReport report) {
    report.of(Severity.WARNING).forEach(warning -> LOG.warn("{}", warning));
    List<Finding> faults = report.of(Severity.FAULT);
    if (!faults.isEmpty()) {
      throw new CommandFailedException(
          "%d fault%s found before the start:%n  %s"
              .formatted(
                  faults.size(),
                  faults.size() == 1 ? "" : "s",
                  faults.stream()
                      .map(Finding::toString)
                      .collect(Collectors.joining(System.lineSeparator() + "  "))));
    }
  }

  private static DetectionPipeline pipeline(
      PaaStreamsConfig config,
      Model model,
      Topics topics,
      Detector detector,
      PipelineMonitor monitor) {
    Preprocessor preprocessor = RunningModel.preprocessor(model.recipe(), null);
    DetectionPipelineBuilder builder =
        DetectionPipeline.builder(
                config.pipeline(),
                topics,
                NativeMemoryCap.over(detector, config, preprocessor.largestInput()),
                preprocessor)
            .decoder(new ImageDecoder(ImageLimits.DEFAULT, config.jpegDecode()));
    return monitor.watch(builder);
  }

  private void announce(PaaStreamsConfig config, Model model, @Nullable LiveServer server) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "Running %s on %s: %s -> %s, %s, profile %s. Ctrl-C ends it.%n",
        model.recipe().name(),
        config.cluster().bootstrapServers(),
        config.cluster().topics().of(TopicKind.FRAMES),
        config.cluster().topics().of(TopicKind.DETECTIONS),
        config.pipeline().guarantee().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        config.model().scoring().profile().name().toLowerCase(Locale.ROOT));
    if (server != null) {
      out.printf("Live page %s%n", server.address());
    }
    out.flush();
  }
}
