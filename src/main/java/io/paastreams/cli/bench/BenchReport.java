package io.paastreams.cli.bench;

import static io.paastreams.cli.table.TextColumns.fixed;

import io.paastreams.cli.bench.PipelineBench.Latency;
import io.paastreams.cli.bench.PipelineBench.Throughput;
import io.paastreams.cli.table.TextColumns;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one run of {@code bench} measured. Parts that were not requested are empty or null.
 *
 * @param profile the profile of the detector and the pipeline
 * @param randomWeights whether the model has learned nothing
 * @param input the network's input, for example 320x256
 * @param images what images the cameras send, and how they are decoded
 * @param batch the number of frames in a batch of the detector and the pipeline
 * @param latencyTargetMillis the target of the batches where latency is measured; 0 for none
 * @param peakResidentMiBOfParts the largest memory of this process by part, including native
 *     memory; memory from earlier parts that the allocators keep counts in later ones too
 * @param peakResidentMiB the largest memory of all parts
 */
public record BenchReport(
    Machine machine,
    String model,
    String profile,
    boolean randomWeights,
    String input,
    String images,
    int batch,
    long latencyTargetMillis,
    List<ForwardBench.ForwardSpeed> forward,
    ScriptBench.@Nullable ScriptSpeed torchScript,
    DetectorBench.@Nullable DetectorTimes detector,
    @Nullable Throughput pipeline,
    List<Latency> latency,
    List<OverheadBench.Overhead> overhead,
    ScalingBench.@Nullable Scaling scaling,
    @Nullable AnalyticsReport analytics,
    Map<String, Long> peakResidentMiBOfParts,
    long peakResidentMiB) {

  public BenchReport {
    forward = List.copyOf(forward);
    latency = List.copyOf(latency);
    overhead = List.copyOf(overhead);
    peakResidentMiBOfParts =
        Collections.unmodifiableMap(new LinkedHashMap<>(peakResidentMiBOfParts));
  }

  /** The report as tables. */
  public String toText() {
    List<String> lines = new ArrayList<>();
    lines.add("machine   " + machine.processor() + ", " + machine.cores() + " cores");
    lines.add(line("          %.0f GiB, Java %s", machine.memoryGiB(), machine.java()));
    lines.add("          PyTorch " + machine.torch());
    lines.add("model     " + model + ", input " + input + ", profile " + profile);
    if (randomWeights) {
      lines.add("          with random weights, which find nothing real: the post-processing gets");
      lines.add("          about as many candidates as a trained model's, scattered at random");
    }
    lines.add("images    " + images);
    forward(lines);
    if (torchScript != null) {
      torchScript(lines, torchScript);
    }
    if (detector != null) {
      detector(lines, detector);
    }
    if (pipeline != null) {
      pipeline(lines, pipeline);
    }
    latency(lines);
    overhead(lines);
    if (scaling != null) {
      scaling(lines, scaling);
    }
    if (analytics != null) {
      lines.addAll(analytics.lines());
    }
    memory(lines);
    return String.join("\n", lines) + "\n";
  }

  private void forward(List<String> lines) {
    if (!forward.isEmpty()) {
      lines.add("");
      TextColumns table =
          TextColumns.create()
              .text("bare forward pass")
              .numbers("batch", "ms/batch", "frames/s", "time of float32's", "MiB resident");
      for (ForwardBench.ForwardSpeed f : forward) {
        table.row(
            "  " + f.precision(),
            f.batch(),
            fixed(f.millis(), 1),
            fixed(f.framesPerSecond(), 1),
            Double.isNaN(f.ofFloat32()) ? "-" : fixed(f.ofFloat32(), 2),
            f.peakResidentMiB());
      }
      add(lines, table);
    }
  }

  private static void torchScript(List<String> lines, ScriptBench.ScriptSpeed f) {
    lines.add("");
    lines.add("TorchScript        " + f.file());
    lines.add(
        f.largestDifference() == null
            ? "  its weights are not ours, which are random: the outputs were not compared"
            : line("  outputs differ by %.1e at most", f.largestDifference()));
    TextColumns table =
        TextColumns.indented(2)
            .text("float32, interleaved")
            .numbers("batch", "ms/batch", "the script's", "our speed over the script's");
    for (ScriptBench.Line each : f.lines()) {
      table.row(
          "",
          each.batch(),
          fixed(each.millis(), 1),
          fixed(each.scriptMillis(), 1),
          fixed(each.speedOfScripts(), 2));
    }
    add(lines, table);
  }

  private static void detector(List<String> lines, DetectorBench.DetectorTimes f) {
    DetectorBench.Stages ms = f.millis();
    lines.add("");
    lines.add(line("detector alone     batch %d, %.1f frames/s", f.batch(), f.framesPerSecond()));
    Map<String, Double> stages =
        Map.of(
            "decode", ms.decode(),
            "resize", ms.resize(),
            "input", ms.input(),
            "forward", ms.forward(),
            "post-process", ms.postprocess());
    TextColumns table =
        TextColumns.indented(2).text("stage").numbers("ms per frame", "% of the time");
    for (String stage : List.of("decode", "resize", "input", "forward", "post-process")) {
      double value = stages.getOrDefault(stage, 0.0);
      table.row(stage, fixed(value, 3), fixed(100 * value / ms.total(), 1));
    }
    add(lines, table);
    lines.add(
        line(
            "  post-processing is %.1f %% of the forward pass; with score voting %.2f times"
                + " that without",
            100 * ms.postprocess() / ms.forward(), f.votingOverNone()));
    lines.add(line("  it finds %.1f detections per frame", f.detections()));
  }

  private static void pipeline(List<String> lines, Throughput f) {
    lines.add("");
    lines.add(
        line(
            "pipeline           %.1f frames/s end to end, %.2f of the bare forward pass's %.1f",
            f.framesPerSecond(), f.ofForward(), f.forwardPerSecond()));
    lines.add(
        line(
            "  batches          %.2f frames each; closed %s",
            f.batches().meanSize(), f.batches().closed()));
    lines.add(
        line(
            "  idle             device %.0f %%, CPU of the machine %.0f %%",
            100 * f.deviceIdle(), 100 * f.processorIdle()));
    lines.add(
        line(
            "  heap             %.0f KiB allocated per frame, whose image has %.0f KiB",
            f.allocatedKiB(), f.frameKiB()));
  }

  private void latency(List<String> lines) {
    if (!latency.isEmpty()) {
      lines.add("");
      TextColumns table =
          TextColumns.create()
              .text("latency")
              .numbers("load", "frames/s", "frames", "p50 ms", "p99 ms", "p999 ms")
              .numbers("goal of p99", "frames per batch");
      for (Latency f : latency) {
        table.row(
            "",
            fixed(100 * f.load(), 0) + " %",
            fixed(f.framesPerSecond(), 1),
            f.frames(),
            fixed(f.p50Millis(), 1),
            fixed(f.p99Millis(), 1),
            fixed(f.p999Millis(), 1),
            fixed(f.goalMillis(), 1),
            fixed(f.batches().meanSize(), 2));
      }
      add(lines, table);
      lines.add(
          "  goal: the batch deadline and two bare forward passes of the batches that occurred");
      if (latencyTargetMillis > 0) {
        lines.add(
            "  the size of batches was chosen for a target of " + latencyTargetMillis + " ms");
      }
    }
  }

  private void overhead(List<String> lines) {
    if (!overhead.isEmpty()) {
      lines.add("");
      TextColumns table =
          TextColumns.create()
              .text("detection for free")
              .numbers("KB per frame", "pipeline", "plain loop", "ratio", "tuned loop", "ratio");
      for (OverheadBench.Overhead f : overhead) {
        table.row(
            "  " + f.guarantee(),
            fixed(f.frameBytes() / 1e3, 0),
            fixed(f.pipeline().perSecond(), 0),
            fixed(f.plain().perSecond(), 0),
            fixed(f.ofPlain(), 2),
            fixed(f.tuned().perSecond(), 0),
            fixed(f.ofTuned(), 2));
      }
      add(lines, table);
      for (OverheadBench.Overhead f : overhead) {
        lines.add(
            line(
                "  %s, frames/s in turns: %s; %s; %s",
                f.guarantee(),
                rounded(f.pipeline().turns()),
                rounded(f.plain().turns()),
                rounded(f.tuned().turns())));
        lines.add(
            line(
                "    with the spans of every frame sent by OTLP: %.0f, %.2f of the rate without"
                    + " (%s)",
                f.traced().perSecond(), f.tracedOfPipeline(), rounded(f.traced().turns())));
      }
      lines.add("  plain: with Kafka's own settings; tuned: with the pipeline's socket buffer");
    }
  }

  private static String rounded(List<Double> values) {
    return values.stream().map(value -> line("%.0f", value)).collect(Collectors.joining(", "));
  }

  private static void scaling(List<String> lines, ScalingBench.Scaling f) {
    lines.add("");
    lines.add(
        line(
            "scaling            a detector that sleeps, %.0f frames/s at most",
            f.devicePerSecond()));
    TextColumns table =
        TextColumns.indented(2)
            .numbers("instances", "stream threads", "frames/s", "share of the devices'");
    for (ScalingBench.Line each : f.lines()) {
      table.row(
          each.instances(),
          each.threads(),
          fixed(each.framesPerSecond(), 1),
          fixed(each.ofDevices(), 2));
    }
    add(lines, table);
    lines.add(
        line(
            "  two threads are %.2f of four; two instances with twice the cameras %.2f of one",
            f.twoThreadsOfFour(), f.twoInstancesOfOne()));
  }

  private void memory(List<String> lines) {
    lines.add("");
    lines.add("memory    at most " + peakResidentMiB + " MiB resident in this process");
    lines.add(
        "          "
            + peakResidentMiBOfParts.entrySet().stream()
                .map(part -> part.getKey() + " " + part.getValue())
                .collect(Collectors.joining(", ")));
  }

  private static void add(List<String> lines, TextColumns table) {
    table.toString().lines().forEach(lines::add);
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
