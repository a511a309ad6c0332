package io.paastreams.cli;

import io.paastreams.analytics.AnalyticsApplication;
import io.paastreams.check.CheckReport;
import io.paastreams.check.ServerWait;
import io.paastreams.check.StartCheck;
import io.paastreams.config.AnalyticsRunConfig;
import io.paastreams.config.LivePageConfig;
import io.paastreams.config.PaaStreamsConfig;
import io.paastreams.detection.Profile;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.RegistryException;
import io.paastreams.event.RuleSet;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicUse;
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
import io.paastreams.streams.Application;
import io.paastreams.streams.ApplicationStartException;
import io.paastreams.tracing.PipelineSpans;
import io.paastreams.tracing.Tracing;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
          "serving: one box per object, at a score that can be relied on; reference: all boxes"
              + " that the reference returns; short for --set model.profile=serving|reference.")
  private @Nullable Profile profile;

  @Option(
      names = "--live",
      description =
          "Also serve the live page in this process, like the command live, with the"
              + " settings live.*.")
  private boolean live;

  @Option(
      names = "--analytics",
      description = "Also run analytics in this process, like the command analytics.")
  private boolean analytics;

  @Mixin private RulesOption rulesOption;

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
    @Nullable AnalyticsRunConfig beside = analytics ? configOptions.analytics() : null;
    if (rulesOption.isGiven() && beside == null) {
      throw new ParameterException(spec.commandLine(), "--rules needs --analytics");
    }
    try {
      return run(config, page, beside);
    } catch (ApplicationStartException
        | RegistryException
        | IllegalStateException
        | IllegalArgumentException
        | IOException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
  }

  private int run(
      PaaStreamsConfig config, @Nullable LivePageConfig page, @Nullable AnalyticsRunConfig beside)
      throws InterruptedException, IOException {
    @Nullable RuleSet rules = rulesOption.read();
    Memoized<Model> modelOnce =
        new Memoized<>(() -> Models.read(config.model().path(), spec.commandLine().getErr()));
    StartCheck own = new StartCheck(config, modelOnce);
    StartCheck check = beside == null ? own : own.with(beside);
    ServerWait wait =
        new ServerWait(
            config.pipeline().startTimeout(), System::nanoTime, line -> LOG.warn("{}", line));
    BeforeStart.demandSound(new CheckReport(wait.until(check::silentServers)));
    List<TopicUse> uses = new ArrayList<>(DetectionPipeline.TOPICS);
    if (beside != null) {
      uses.addAll(AnalyticsApplication.TOPICS);
    }
    if (createTopics) {
      BeforeStart.createTopics(config.cluster(), uses);
    }
    BeforeStart.demandSound(check.run());
    Model model = modelOnce.get();
    PipelineHealth health = new PipelineHealth(config, model);
    Duration closeTimeout = config.pipeline().closeTimeout();
    try (ForegroundRun run =
            ForegroundRun.within(beside == null ? closeTimeout : closeTimeout.multipliedBy(2));
        LogLevelWatch log = configOptions.followLog();
        Tracing tracing = configOptions.tracing(config.pipeline().applicationId());
        EventSerdes serdes = EventSerdes.of(config.cluster().serdes());
        PipelineMonitor monitor = PipelineMonitor.start(config.metrics(), health)) {
      serdes.prepare(config.cluster().topics().only(uses));
      Topics topics = Topics.of(config.cluster().topics(), serdes);
      if (rules != null) {
        RulesOption.apply(rules, config.cluster(), topics);
      }
      Size largest = RunningModel.preprocessor(model.recipe(), null).largestInput();
      DetectorOptions options =
          RunningModel.warmedUp(
              config.model().detectorOptions(), largest, config.pipeline().maxBatchSize());
      try (Detector detector = RunningModel.load(model, options);
          EventSerdes pageSerdes = page == null ? null : LivePages.serdes(page);
          LiveServer server =
              page == null || pageSerdes == null
                  ? null
                  : LivePages.start(page, pageSerdes, monitor.pages());
          AnalyticsApplication analytics =
              beside == null ? null : monitor.analytics(beside.analytics(), topics, tracing);
          DetectionPipeline pipeline =
              pipeline(config, model, topics, detector, monitor, tracing)) {
        health.watch(pipeline, analytics, monitor.models());
        monitor.watch(server);
        List<Application> applications = new ArrayList<>(List.of(pipeline));
        if (analytics != null) {
          applications.add(analytics);
        }
        return run.untilEnd(
            applications,
            () -> {
              announce(config, model, server);
              if (beside != null) {
                AnalyticsCommand.announce(beside, spec.commandLine().getOut());
              }
            });
      }
    }
  }

  private DetectionPipeline pipeline(
      PaaStreamsConfig config,
      Model model,
      Topics topics,
      Detector detector,
      PipelineMonitor monitor,
      @Nullable Tracing tracing) {
    Preprocessor preprocessor = RunningModel.preprocessor(model.recipe(), null);
    Detector capped = NativeMemoryCap.over(detector, config, preprocessor.largestInput());
    DetectionPipelineBuilder builder =
        DetectionPipeline.builder(config.pipeline(), topics, capped, preprocessor)
            .decoder(new ImageDecoder(ImageLimits.DEFAULT, config.jpegDecode()));
    if (tracing != null) {
      PipelineSpans spans = tracing.ofPipeline(config.pipeline().applicationId());
      builder.listener(spans).batchListener(spans);
    }
    DetectionPipeline pipeline = monitor.watch(builder);
    int largestBatch = Math.min(config.pipeline().maxBatchSize(), capped.maxBatch());
    monitor.allowExchange(
        pipeline,
        capped,
        new ModelLoader(config, largestBatch, spec.commandLine().getErr()),
        () -> configOptions.modelPath(config.model().path()).toString(),
        config.metrics() == null ? null : config.metrics().adminToken());
    return pipeline;
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
