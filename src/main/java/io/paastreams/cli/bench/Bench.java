package io.paastreams.cli.bench;

import io.paastreams.geometry.Size;
import io.paastreams.image.ImageException;
import io.paastreams.image.Preprocessor;
import io.paastreams.inference.Detector;
import io.paastreams.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All measurements of one run, one after the other on the same machine, so that they can be
 * compared.
 *
 * <p>Threading: confined to one thread.
 */
public final class Bench {

  /** What can be measured. */
  public enum Part {
    /** The network alone. */
    FORWARD,
    /** From JPEG bytes to detections, without Kafka. */
    DETECTOR,
    /** End to end through a broker with a backlog. */
    PIPELINE,
    /** End to end at fractions of the pipeline's throughput. */
    LATENCY,
    /** The pipeline with a detector that costs nothing, against a plain loop. */
    OVERHEAD,
    /** More stream threads and more instances, with a detector that sleeps. */
    SCALING,
    /** Tracker and rules alone, and analytics through a broker. */
    ANALYTICS
  }

  private final Model model;
  private final BenchOptions options;
  private final Preprocessor preprocessor;
  private final Supplier<Detector> loadDetector;
  private final Consumer<String> progress;
  private final ResidentPeak peak = new ResidentPeak();
  private final Map<String, Long> peaks = new LinkedHashMap<>();

  /**
   * Prepares a run.
   *
   * @param loadDetector loads the pipeline's detector
   * @param progress receives what is being measured
   */
  public Bench(
      Model model,
      BenchOptions options,
      Preprocessor preprocessor,
      Supplier<Detector> loadDetector,
      Consumer<String> progress) {
    this.model = model;
    this.options = options;
    this.preprocessor = preprocessor;
    this.loadDetector = loadDetector;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @throws IOException if the broker does not start
   * @throws ImageException if an image cannot be decoded
   */
  public BenchReport run(Set<Part> parts) throws IOException, ImageException, InterruptedException {
    Size input = preprocessor.inputSize(options.imageSize());
    List<ForwardBench.ForwardSpeed> forward = List.of();
    ScriptBench.@Nullable ScriptSpeed script = null;
    DetectorBench.@Nullable DetectorTimes detector = null;
    // The goals for latency are derived from it.
    if (parts.contains(Part.FORWARD) || parts.contains(Part.LATENCY)) {
      begin("the bare forward pass");
      forward = ForwardBench.run(model, options, input, peak);
      end("forward");
    }
    Path torchScript = options.torchScript();
    if (torchScript != null) {
      begin("the bare forward pass and " + torchScript + " alternately");
      script = ScriptBench.run(model, options, input, torchScript);
      end("torchscript");
    }
    if (parts.contains(Part.DETECTOR)) {
      begin("the detector alone");
      detector = DetectorBench.run(model, options, preprocessor);
      end("detector");
    }
    Brokered brokered = Brokered.NONE;
    if (needsPipeline(parts)
        || parts.contains(Part.OVERHEAD)
        || parts.contains(Part.SCALING)
        || parts.contains(Part.ANALYTICS)) {
      progress.accept("starting a broker and a registry in a process of their own");
      try (BenchServers servers = BenchServers.start()) {
        brokered = throughBroker(parts, servers, input, forward);
      }
    }
    return new BenchReport(
        Machine.describe(options.device()),
        model.recipe().name(),
        options.profile().name().toLowerCase(Locale.ROOT),
        options.randomWeights(),
        input.toString(),
        "%s JPEG, decoded %s"
            .formatted(
                options.imageSize(),
                options.decoder().jpegDecode().name().toLowerCase(Locale.ROOT)),
        options.largestBatch(),
        options.latencyTarget().toMillis(),
        forward,
        script,
        detector,
        brokered.throughput(),
        brokered.latency(),
        brokered.overhead(),
        brokered.scaling(),
        brokered.analytics(),
        peaks,
        peak.overallMiB());
  }

  /** The measurements that need a broker. */
  private record Brokered(
      PipelineBench.@Nullable Throughput throughput,
      List<PipelineBench.Latency> latency,
      List<OverheadBench.Overhead> overhead,
      ScalingBench.@Nullable Scaling scaling,
      @Nullable AnalyticsReport analytics) {

    static final Brokered NONE = new Brokered(null, List.of(), List.of(), null, null);
  }

  private Brokered throughBroker(
      Set<Part> parts, BenchServers servers, Size input, List<ForwardBench.ForwardSpeed> forward)
      throws InterruptedException {
    PipelineBench.@Nullable Throughput throughput = null;
    List<PipelineBench.Latency> latency = List.of();
    if (needsPipeline(parts)) {
      begin("the pipeline with a backlog, between two forward passes");
      throughput = throughput(servers, input);
      end("pipeline");
    }
    if (throughput != null && parts.contains(Part.LATENCY)) {
      begin("the pipeline at fractions of its throughput");
      ForwardTimes times = ForwardTimes.of(forward, ForwardBench.name(options.precisions().get(0)));
      try (Detector detector = loadDetector.get()) {
        latency =
            new PipelineBench(servers, options, detector, preprocessor)
                .latencies(throughput.framesPerSecond(), times);
      }
      end("latency");
    }
    List<OverheadBench.Overhead> overhead = List.of();
    if (parts.contains(Part.OVERHEAD)) {
      begin("the pipeline with a detector that costs nothing, and a plain loop, alternately");
      overhead = new OverheadBench(servers, options.seconds()).run();
      end("overhead");
    }
    ScalingBench.@Nullable Scaling scaling = null;
    if (parts.contains(Part.SCALING)) {
      begin("more threads and instances, with a detector that sleeps");
      scaling = new ScalingBench(servers, options.each(), options.guarantee()).run();
      end("scaling");
    }
    AnalyticsReport analytics = null;
    if (parts.contains(Part.ANALYTICS)) {
      begin("tracker and rules alone, and analytics through the broker");
      analytics =
          AnalyticsReport.of(
              PureAnalytics.run(options.each()),
              new AnalyticsBench(servers, options.each(), options.guarantee()).run(),
              forward);
      end("analytics");
    }
    return new Brokered(throughput, latency, overhead, scaling, analytics);
  }

  /**
   * Measures both again now, because the machine may change during the minutes that the other parts
   * take.
   */
  private PipelineBench.Throughput throughput(BenchServers servers, Size input)
      throws InterruptedException {
    double young = ForwardBench.perSecondNow(model, options, input);
    PipelineBench.Throughput throughput;
    try (Detector detector = loadDetector.get()) {
      PipelineBench pipeline = new PipelineBench(servers, options, detector, preprocessor);
      pipeline.warmUp(young);
      throughput = pipeline.throughput(ForwardBench.perSecondNow(model, options, input));
    }
    double after = ForwardBench.perSecondNow(model, options, input);
    return throughput.over((throughput.forwardPerSecond() + after) / 2);
  }

  private void begin(String what) {
    progress.accept(what);
    peak.beginPart();
  }

  private void end(String part) {
    peaks.put(part, peak.ofPartMiB());
  }

  private static boolean needsPipeline(Set<Part> parts) {
    return parts.contains(Part.PIPELINE) || parts.contains(Part.LATENCY);
  }
}
