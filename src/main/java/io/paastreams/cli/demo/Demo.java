package io.paastreams.cli.demo;

import io.paastreams.batch.BatchListener;
import io.paastreams.cli.demo.DemoOptions.Speed;
import io.paastreams.cli.demo.FrameLedger.Counts;
import io.paastreams.detection.DetectionTerms;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.TopicKind;
import io.paastreams.geometry.Size;
import io.paastreams.image.Preprocessor;
import io.paastreams.inference.Detector;
import io.paastreams.ingest.FrameIngestor;
import io.paastreams.ingest.IngestConfig;
import io.paastreams.ingest.IngestCounts;
import io.paastreams.ingest.IngestGroup;
import io.paastreams.ingest.IngestListener;
import io.paastreams.ingest.KafkaFramePublisher;
import io.paastreams.ingest.Pace;
import io.paastreams.ingest.PacingClock;
import io.paastreams.ingest.SourceException;
import io.paastreams.ingest.SourceLocation;
import io.paastreams.metrics.BatchMetrics;
import io.paastreams.metrics.CameraLabels;
import io.paastreams.metrics.MetricsServer;
import io.paastreams.metrics.PipelineMetrics;
import io.paastreams.pipeline.PipelineConfig;
import io.paastreams.pipeline.PipelineListener;
import io.paastreams.pipeline.admission.AdmissionConfig;
import io.paastreams.pipeline.admission.AdmissionRule;
import io.paastreams.pipeline.admission.Freshness;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The complete data path in one process: clips play as cameras into the frames topic, the pipeline
 * detects, and a separate consumer counts the results.
 *
 * <p>Threading: one thread.
 */
public final class Demo {

  /** The frame size of all clips. */
  public static final Size FRAME_SIZE = new Size(320, 256);

  /**
   * A live view needs the newest frame: in real time, a waiting frame is skipped when a newer one
   * arrives.
   */
  private static final AdmissionConfig LIVE =
      new AdmissionConfig(
          new AdmissionRule(Freshness.LATEST, Duration.ofSeconds(2), 0, 0, 1), List.of());

  /** In a demo longer than this, optimising compilation pays off. */
  private static final Duration LONG = Duration.ofMinutes(2);

  private static final String CAMERA = "camera-";

  private static final int MOST_UNDER_WAY = 256;

  /** If no record has arrived for this long, the rest will not arrive. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final DemoOptions options;
  private final Supplier<Detector> loadDetector;
  private final Preprocessor preprocessor;
  private final String modelName;
  private final List<String> modelLabels;
  private final PrintWriter out;
  private final LiveLine line;
  private final FrameLedger ledger = new FrameLedger();
  private final AnalyticsLedger analyticsLedger = new AnalyticsLedger();
  private final @Nullable MetricsServer metrics;
  private final @Nullable PipelineMetrics pipelineMetrics;
  private final BatchSizes batchSizes;

  /** When the latest record was read; written by the thread that reads records. */
  private volatile @Nullable DetectionTerms terms;

  /**
   * Prepares a demo.
   *
   * @param loadDetector called once, while the other parts start
   * @param modelName the model's name for the summary
   * @param modelLabels names of the model's classes; its detections are evaluated if these are the
   *     clips' classes
   * @param out where the live line goes
   * @param redraw whether the line is redrawn in place, as on a terminal
   */
  public Demo(
      DemoOptions options,
      Supplier<Detector> loadDetector,
      Preprocessor preprocessor,
      String modelName,
      List<String> modelLabels,
      PrintWriter out,
      boolean redraw) {
    this.options = options;
    this.loadDetector = loadDetector;
    this.preprocessor = preprocessor;
    this.modelName = modelName;
    this.modelLabels = List.copyOf(modelLabels);
    this.out = out;
    this.line = new LiveLine(out, redraw);
    this.metrics = options.page() ? DemoPage.metrics() : null;
    this.pipelineMetrics =
        metrics == null ? null : new PipelineMetrics(metrics.registry(), CameraLabels.atMost(0));
    this.batchSizes =
        new BatchSizes(metrics == null ? BatchListener.NONE : new BatchMetrics(metrics.registry()));
  }

  /**
   * Plays until the duration is over or {@code interrupted} opens, then waits for the frames in
   * flight.
   *
   * @throws IllegalStateException if a part does not start, or the pipeline fails
   */
  public DemoSummary run(CountDownLatch interrupted) throws InterruptedException {
    if (!options.duration().isZero() && options.duration().compareTo(LONG) < 0) {
      QuickCompilation.exceptForOurs();
    }
    Path folder = temporaryFolder();
    CompletableFuture<DemoClips.Extracted> recording =
        CompletableFuture.supplyAsync(() -> RecordedClips.extractTo(folder));
    try (DemoStack stack =
        DemoStack.start(
            loadDetector,
            preprocessor,
            this::pipelineConfig,
            options.guarantee(),
            pipelineMetrics == null ? PipelineListener.NONE : pipelineMetrics,
            batchSizes)) {
      out.printf(
          "Kafka broker %s, schema registry %s%n", stack.bootstrapServers(), stack.registryUrl());
      if (metrics != null && pipelineMetrics != null) {
        pipelineMetrics.watch(stack.pipeline());
        out.printf("Live page %s%n", stack.serve(metrics).address());
      }
      out.flush();
      DemoClips.Extracted clips = recording.join();
      try (LedgerReader reader =
          LedgerReader.start(
              stack.bootstrapServers(),
              stack.topics(),
              ledger,
              analyticsLedger,
              frame -> enter(frame, clips.truth()),
              InstantSource.system())) {
        return play(stack, clips, interrupted);
      }
    } finally {
      var unused = recording.exceptionally(failure -> null).join(); // or it would still write files
      deleteClips(folder);
      if (metrics != null) {
        metrics.close();
      }
    }
  }

  private DemoSummary play(DemoStack stack, DemoClips.Extracted clips, CountDownLatch interrupted)
      throws InterruptedException {
    try (LagLimit publisher =
        new LagLimit(
            KafkaFramePublisher.connect(
                Map.of("bootstrap.servers", stack.bootstrapServers()),
                stack.topics().of(TopicKind.FRAMES).name(),
                stack.topics().of(TopicKind.FRAMES).valueSerde().serializer()),
            () -> ledger.counts().out(),
            options.speed() == Speed.MAX ? MOST_UNDER_WAY : Long.MAX_VALUE)) {
      double upSeconds =
          (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime()) / 1e3;
      out.printf("Up after %.1f s: %d cameras play.%n", upSeconds, options.cameras());
      out.flush();
      long start = System.nanoTime();
      long framesIn;
      try (IngestGroup cameras = IngestGroup.start(publisher, cameras(clips.files(), publisher))) {
        watch(stack, cameras, start, interrupted);
        publisher.lift();
        cameras.stop();
        framesIn = acknowledged(cameras);
      }
      awaitRest(stack, framesIn, start);
      line.end();
      return summary(
          framesIn, upSeconds, (System.nanoTime() - start) / 1e9, quality(clips.truth()));
    }
  }

  private List<FrameIngestor> cameras(List<Path> clips, LagLimit publisher) {
    List<FrameIngestor> cameras = new ArrayList<>();
    for (int i = 0; i < options.cameras(); i++) {
      IngestConfig config =
          IngestConfig.ofCamera(CAMERA + (i + 1))
              .withMaxFps(RecordedClips.FRAMES_PER_SECOND)
              .withLoop(true)
              .withPace(options.speed() == Speed.MAX ? Pace.UNLIMITED : Pace.REAL_TIME);
      try {
        cameras.add(
            new FrameIngestor(
                SourceLocation.parse(clips.get(i % clips.size()).toString()),
                config,
                publisher,
                IngestListener.NONE,
                PacingClock.system()));
      } catch (SourceException e) {
        throw new IllegalStateException("a demo clip cannot be played", e);
      }
    }
    return cameras;
  }

  /** Average precision needs the faint boxes as well. */
  private void enter(DetectedFrame frame, DemoTruth truth) {
    terms = frame.terms();
    truth.detected(
        numberOf(frame.cameraId()),
        frame.sequence(),
        Stream.concat(frame.detections().stream(), frame.faint().stream()).toList());
  }

  /** The camera's place among the cameras, from 0. */
  private static int numberOf(String cameraId) {
    return Integer.parseInt(cameraId.substring(CAMERA.length())) - 1;
  }

  private PipelineConfig pipelineConfig(String bootstrapServers) {
    return PipelineConfig.builder(DemoPage.APPLICATION_ID, bootstrapServers)
        .with(PipelineConfig.GUARANTEE, options.guarantee())
        .with(PipelineConfig.LATENCY_TARGET, options.latencyTarget())
        .admission(options.speed() == Speed.REALTIME ? LIVE : AdmissionConfig.EVERY_FRAME)
        .build();
  }

  private void watch(DemoStack stack, IngestGroup cameras, long start, CountDownLatch interrupted)
      throws InterruptedException {
    boolean endless = options.duration().isZero();
    while (true) {
      Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
      long left = options.duration().minus(elapsed).toMillis();
      if (!endless && left <= 0) {
        return;
      }
      if (interrupted.await(endless ? 1000 : Math.min(1000, left), TimeUnit.MILLISECONDS)) {
        return;
      }
      requireHealthy(stack);
      show(start, acknowledged(cameras));
    }
  }

  private void awaitRest(DemoStack stack, long framesIn, long start) throws InterruptedException {
    long lastOut = -1;
    long lastProgress = System.nanoTime();
    long lastShown = lastProgress;
    while (ledger.counts().out() < framesIn || !analyticsLedger.isComplete()) {
      long now = System.nanoTime();
      long recordsOut = ledger.counts().out() + analyticsLedger.summary().tracks();
      if (recordsOut != lastOut) {
        lastOut = recordsOut;
        lastProgress = now;
      } else if (now - lastProgress > PATIENCE.toNanos()) {
        return;
      }
      if (now - lastShown >= TimeUnit.SECONDS.toNanos(1)) {
        lastShown = now;
        show(start, framesIn);
      }
      requireHealthy(stack);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private void show(long start, long framesIn) {
    line.show(
        Duration.ofNanos(System.nanoTime() - start),
        framesIn,
        ledger.counts(),
        analyticsLedger.summary(),
        ledger.takeRecentLatency(),
        batchSizes.takeRecentMean());
  }

  private static void requireHealthy(DemoStack stack) {
    if (!stack.pipeline().state().isHealthy()) {
      throw new IllegalStateException(
          "the pipeline stopped: " + stack.pipeline().failureReason(),
          stack.pipeline().failure().orElse(null));
    }
    if (!stack.analytics().isHealthy()) {
      throw new IllegalStateException(
          "analytics stopped: " + stack.analytics().failureReason(),
          stack.analytics().failure().orElse(null));
    }
  }

  private static long acknowledged(IngestGroup cameras) {
    return cameras.counts().values().stream().mapToLong(IngestCounts::acknowledged).sum();
  }

  private @Nullable DetectionQuality quality(DemoTruth truth) {
    return truth.labels().equals(modelLabels) ? truth.quality().orElse(null) : null;
  }

  private DemoSummary summary(
      long framesIn, double upSeconds, double seconds, @Nullable DetectionQuality quality) {
    Counts counts = ledger.counts();
    return new DemoSummary(
        modelName,
        options.cameras(),
        upSeconds,
        seconds,
        framesIn,
        counts.detected(),
        counts.skipped(),
        counts.deadLettered(),
        counts.repeated(),
        counts.outOfOrder(),
        counts.objects(),
        counts.detected() / seconds,
        batchSizes.mean(),
        counts.latency(),
        terms,
        quality,
        analyticsLedger.summary());
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("paa-streams-demo");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a temporary folder", e);
    }
  }

  private static void deleteClips(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }
}
