package io.paastreams.cli.bench;

import io.paastreams.geometry.Size;
import io.paastreams.image.ImageException;
import io.paastreams.image.Preprocessor;
import io.paastreams.inference.Detector;
import io.paastreams.model.Model;
import io.paastreams.model.Precision;
import io.paastreams.pipeline.Guarantee;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All measurements of one run, one after the other on the same machine, so that their ratios mean
 * something.
 *
 * <p>Threading: one thread.
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
    /** End to end at parts of the pipeline's throughput. */
    LATENCY,
    /** The pipeline with detection for free, against a plain loop. */
    OVERHEAD
  }

  private final Model model;
  private final BenchOptions options;
  private final Preprocessor preprocessor;
  private final Supplier<Detector> loadDetector;
  private final Consumer<String> progress;

  /**
   * Prepares a run.
   *
   * @param loadDetector for the pipeline
   * @param progress hears what is being measured
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
   * @throws ImageException if a picture cannot be decoded
   */
  public BenchReport run(Set<Part> parts) throws IOException, ImageException, InterruptedException {
    Size input = preprocessor.inputSize(options.pictureSize());
    List<ForwardBench.Figure> forward = List.of();
    DetectorBench.@Nullable Figure detector = null;
    // The pipeline's throughput is a ratio to it, and latency's loads are parts of that.
    if (parts.contains(Part.FORWARD) || needsPipeline(parts)) {
      progress.accept("the bare forward pass");
      forward = ForwardBench.run(model, options, input);
    }
    if (parts.contains(Part.DETECTOR)) {
      progress.accept("the detector alone");
      detector = DetectorBench.run(model, options, preprocessor);
    }
    PipelineBench.@Nullable Throughput throughput = null;
    List<PipelineBench.Latency> latency = List.of();
    List<OverheadBench.Figure> overhead = new ArrayList<>();
    if (needsPipeline(parts) || parts.contains(Part.OVERHEAD)) {
      progress.accept("a broker and a registry start in a process of their own");
      try (BenchServers servers = BenchServers.start()) {
        if (needsPipeline(parts)) {
          try (Detector shared = loadDetector.get()) {
            PipelineBench pipeline = new PipelineBench(servers, options, shared, preprocessor);
            progress.accept("the pipeline with a backlog");
            throughput = pipeline.throughput(forwardPerSecond(forward));
            if (parts.contains(Part.LATENCY)) {
              progress.accept("the pipeline at parts of its throughput");
              latency = pipeline.latencies(throughput.framesPerSecond());
            }
          }
        }
        if (parts.contains(Part.OVERHEAD)) {
          for (Guarantee guarantee : Guarantee.values()) {
            progress.accept("the pipeline with detection for free, and a plain loop");
            overhead.add(new OverheadBench(servers, options.seconds()).run(guarantee));
          }
        }
      }
    }
    return new BenchReport(
        Machine.describe(options.device()),
        model.recipe().name(),
        input.toString(),
        forward,
        detector,
        throughput,
        latency,
        overhead,
        peakResidentMiB());
  }

  private static boolean needsPipeline(Set<Part> parts) {
    return parts.contains(Part.PIPELINE) || parts.contains(Part.LATENCY);
  }

  private double forwardPerSecond(List<ForwardBench.Figure> forward) {
    Precision precision = options.precisions().get(0);
    return forward.stream()
        .filter(f -> f.precision().equals(precision.name().toLowerCase(Locale.ROOT)))
        .filter(f -> f.batch() == options.largestBatch())
        .mapToDouble(ForwardBench.Figure::framesPerSecond)
        .findFirst()
        .orElseThrow();
  }

  private static long peakResidentMiB() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(-1);
  }
}
