package io.paastreams.cli;

import io.paastreams.config.ClusterConfig;
import io.paastreams.config.PaaStreamsConfig;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.RegistryException;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicNames;
import io.paastreams.event.TopicUse;
import io.paastreams.event.Topics;
import io.paastreams.image.ImageDecoder;
import io.paastreams.image.ImageLimits;
import io.paastreams.image.Preprocessor;
import io.paastreams.inference.Detector;
import io.paastreams.inference.DetectorOptions;
import io.paastreams.model.Model;
import io.paastreams.model.torch.TorchRuntime;
import io.paastreams.pipeline.Backfill;
import io.paastreams.pipeline.BackfillReport;
import io.paastreams.pipeline.BackfillScope;
import io.paastreams.streams.ApplicationStartException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code backfill}: detects a time range of the frames topic into another topic. */
@Command(
    name = "backfill",
    description = {
      "Detect a time range of the frames topic with the model of --config, or another, into a"
          + " topic of its own, and end. Every frame is detected, whatever admission.* says. The"
          + " live application is not affected: no group is joined, and progress is kept under a"
          + " name of the backfill's own.",
      "A backfill that was stopped continues when it is started again with the same time range,"
          + " cameras, model and topic. Exits with 1 if it was stopped before the end."
    })
final class BackfillCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private ConfigOptions configOptions;

  @Option(
      names = "--since",
      required = true,
      paramLabel = "TIME",
      converter = InstantConverter.class,
      description =
          "Frames from this time on, by the timestamp of their records: 2026-03-01T12:00:00Z, or"
              + " 2h for two hours ago.")
  private Instant since = Instant.EPOCH;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = InstantConverter.class,
      description = "Frames before this time. Default: now.")
  private @Nullable Instant until;

  @Option(names = "--camera", paramLabel = "ID", description = "Only this camera; may be repeated.")
  private Set<String> cameras = new LinkedHashSet<>();

  @Option(
      names = "--detections",
      required = true,
      paramLabel = "TOPIC",
      description = "Topic of the detections; not that of the live application.")
  private String detections = "";

  @Option(
      names = "--dead-letters",
      paramLabel = "TOPIC",
      description =
          "Topic of frames that failed. Default: the topic of --detections with .dlq"
              + " appended.")
  private @Nullable String deadLetters;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "Model folder or .pth checkpoint; short for --set model.path=MODEL.")
  private @Nullable String model;

  @Option(
      names = "--create-topics",
      description = "Create the topics of detections and dead letters if they do not exist.")
  private boolean createTopics;

  @Option(
      names = "--into-live-topic",
      description =
          "Write to topics.detections of the configuration, although its readers will see old"
              + " frames again.")
  private boolean intoLiveTopic;

  @Option(names = "--restart", description = "Start over, whatever an earlier run has done.")
  private boolean restart;

  @Mixin private JsonOutput json;

  @Override
  public Integer call() {
    if (model != null) {
      configOptions.set("model.path", model);
    }
    PaaStreamsConfig config = configOptions.all();
    Instant end = until == null ? Instant.now() : until;
    try {
      BackfillScope scope = new BackfillScope(since, end, cameras, restart);
      TopicNames names = topics(config.cluster().topics());
      TorchRuntime.use(config.model().torch());
      BackfillReport report = run(config, names, scope);
      print(config, scope, report);
      return report.complete() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    } catch (ApplicationStartException
        | RegistryException
        | IllegalStateException
        | IllegalArgumentException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
  }

  private TopicNames topics(TopicNames live) {
    if (detections.equals(live.of(TopicKind.DETECTIONS)) && !intoLiveTopic) {
      throw new IllegalArgumentException(
          "%s is the topic of the live detections, whose readers would see old frames again: choose another --detections, or add --into-live-topic"
              .formatted(detections));
    }
    String failed = deadLetters == null ? detections + ".dlq" : deadLetters;
    return live.with(TopicKind.DETECTIONS, detections).with(TopicKind.DEAD_LETTERS, failed);
  }

  private BackfillReport run(PaaStreamsConfig config, TopicNames names, BackfillScope scope) {
    ClusterConfig live = config.cluster();
    ClusterConfig cluster =
        new ClusterConfig(
            live.bootstrapServers(), live.kafka(), live.serdes(), names, live.layout());
    if (createTopics) {
      BeforeStart.createTopics(
          cluster,
          List.of(TopicUse.writes(TopicKind.DETECTIONS), TopicUse.writes(TopicKind.DEAD_LETTERS)));
    }
    PrintWriter err = spec.commandLine().getErr();
    Model loaded = Models.read(config.model().path(), err);
    Preprocessor preprocessor = RunningModel.preprocessor(loaded.recipe(), null);
    DetectorOptions options =
        RunningModel.warmedUp(
            config.model().detectorOptions(),
            preprocessor.largestInput(),
            config.pipeline().maxBatchSize());
    ProgressLine progress =
        new ProgressLine(
            err,
            System.console() != null,
            System::nanoTime,
            amount -> String.format(Locale.ROOT, "%.0f records", amount));
    try (EventSerdes serdes = EventSerdes.of(live.serdes());
        Interruption interruption = Interruption.handle(config.pipeline().closeTimeout())) {
      serdes.prepare(names.only(Backfill.TOPICS));
      CountDownLatch stop = interruption.requested();
      try (Detector detector = RunningModel.load(loaded, options)) {
        return new Backfill(
                config.pipeline(),
                Topics.of(names, serdes),
                NativeMemoryCap.over(detector, config, preprocessor.largestInput()),
                preprocessor,
                new ImageDecoder(ImageLimits.DEFAULT, config.jpegDecode()),
                scope)
            .run(() -> stop.getCount() == 0, (done, total) -> progress.update(0, done, total));
      }
    }
  }

  private void print(PaaStreamsConfig config, BackfillScope scope, BackfillReport report) {
    PrintWriter out = json.text(spec);
    out.printf(
        "%s of %s to %s into %s: %d frames read = %d detected + %d dead-lettered%s%n",
        config.cluster().topics().of(TopicKind.FRAMES),
        scope.since(),
        scope.until(),
        detections,
        report.read(),
        report.detected(),
        report.deadLetters(),
        report.deadLettered().isEmpty() ? "" : " " + report.deadLettered());
    if (report.passedBy() > 0) {
      out.printf("%d records of other cameras or times were skipped%n", report.passedBy());
    }
    if (report.resumed()) {
      out.println("An earlier run did a part, which is not counted; --restart starts over.");
    }
    if (!report.complete()) {
      out.println("Stopped before the end. To continue, add: " + again(scope));
    }
    out.flush();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("since", scope.since().toString());
    figures.put("until", scope.until().toString());
    figures.put("report", report);
    json.write(spec, figures);
  }

  /** A relative time would mean another time range at the next start. */
  private static String again(BackfillScope scope) {
    List<String> options = new ArrayList<>();
    options.add("--since " + scope.since());
    options.add("--until " + scope.until());
    scope.cameras().forEach(camera -> options.add("--camera " + camera));
    return options.stream().collect(Collectors.joining(" "));
  }
}
