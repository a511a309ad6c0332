package io.paastreams.cli.bench;

import io.paastreams.cli.bench.PipelineBench.Latency;
import io.paastreams.cli.bench.PipelineBench.Throughput;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one run of {@code bench} found. Parts that were not asked for are empty or null.
 *
 * @param input the network's input, for example 320x256
 * @param peakResidentMiB largest memory of this process, native memory included
 */
public record BenchReport(
    Machine machine,
    String model,
    String input,
    List<ForwardBench.Figure> forward,
    DetectorBench.@Nullable Figure detector,
    @Nullable Throughput pipeline,
    List<Latency> latency,
    List<OverheadBench.Figure> overhead,
    long peakResidentMiB) {

  public BenchReport {
    forward = List.copyOf(forward);
    latency = List.copyOf(latency);
    overhead = List.copyOf(overhead);
  }

  /** Tables for people. */
  public String toText() {
    List<String> lines = new ArrayList<>();
    lines.add("machine   " + machine.processor() + ", " + machine.cores() + " cores");
    lines.add(line("          %.0f GiB, Java %s", machine.memoryGiB(), machine.java()));
    lines.add("          PyTorch " + machine.torch());
    lines.add("model     " + model + ", input " + input);
    forward(lines);
    if (detector != null) {
      detector(lines, detector);
    }
    if (pipeline != null) {
      pipeline(lines, pipeline);
    }
    latency(lines);
    overhead(lines);
    lines.add("");
    lines.add("memory    at most " + peakResidentMiB + " MiB resident in this process");
    return String.join("\n", lines) + "\n";
  }

  private void forward(List<String> lines) {
    if (!forward.isEmpty()) {
      lines.add("");
      lines.add("bare forward       batch  ms a batch  frames/s  time of float32's");
      for (ForwardBench.Figure f : forward) {
        lines.add(
            line(
                "  %-15s %6d %11.1f %9.1f  %s",
                f.precision(),
                f.batch(),
                f.millis(),
                f.framesPerSecond(),
                Double.isNaN(f.ofFloat32()) ? "-" : line("%.2f", f.ofFloat32())));
      }
    }
  }

  private static void detector(List<String> lines, DetectorBench.Figure f) {
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
    for (String stage : List.of("decode", "resize", "input", "forward", "post-process")) {
      double value = stages.getOrDefault(stage, 0.0);
      lines.add(line("  %-15s %8.3f ms a frame %6.1f %%", stage, value, 100 * value / ms.total()));
    }
    lines.add(
        line(
            "  post-processing is %.1f %% of the forward; with score voting %.2f times that without",
            100 * ms.postprocess() / ms.forward(), f.votingOverNone()));
  }

  private static void pipeline(List<String> lines, Throughput f) {
    lines.add("");
    lines.add(
        line(
            "pipeline           %.1f frames/s end to end, %.2f of the bare forward",
            f.framesPerSecond(), f.ofForward()));
    lines.add(
        line(
            "  batches          %.2f frames each; closed %s",
            f.batches().meanSize(), f.batches().closed()));
    lines.add(
        line(
            "  idle             device %.0f %%, processors of the machine %.0f %%",
            100 * f.deviceIdle(), 100 * f.processorIdle()));
    lines.add(
        line(
            "  heap             %.0f KiB allocated a frame, whose picture has %.0f KiB",
            f.allocatedKiB(), f.frameKiB()));
  }

  private void latency(List<String> lines) {
    if (!latency.isEmpty()) {
      lines.add("");
      lines.add("latency            load  frames/s   p50 ms   p99 ms  p999 ms  frames a batch");
      for (Latency f : latency) {
        lines.add(
            line(
                "                 %4.0f %% %9.1f %8.1f %8.1f %8.1f %15.2f",
                100 * f.load(),
                f.framesPerSecond(),
                f.p50Millis(),
                f.p99Millis(),
                f.p999Millis(),
                f.meanBatch()));
      }
    }
  }

  private void overhead(List<String> lines) {
    if (!overhead.isEmpty()) {
      lines.add("");
      lines.add("detection for free                 pipeline  plain loop  ratio");
      for (OverheadBench.Figure f : overhead) {
        lines.add(
            line(
                "  %-15s %6.0f KB a frame %9.0f %11.0f %6.2f",
                f.guarantee(),
                f.frameBytes() / 1e3,
                f.pipelinePerSecond(),
                f.plainPerSecond(),
                f.ofPlain()));
      }
    }
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
