package io.paastreams.config;

import io.paastreams.inference.DetectorOptions;
import io.paastreams.inference.ScoringOptions;
import io.paastreams.model.torch.Precision;
import io.paastreams.model.torch.TorchSource;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which model runs, and how.
 *
 * @param path model folder or checkpoint
 * @param torch where the engine's libraries come from
 * @param device {@code cpu}, {@code gpu:N}, {@code auto}, or several GPUs
 * @param precision of the computation
 * @param threads of the CPU for one forward pass; 0 for one a core
 * @param parallelBatches how many batches each device computes at a time; 0 for the standard
 * @param maxNativeMemory bytes that the process may hold beside its Java heap; null for any number
 * @param scoring which boxes become detections
 */
public record ModelConfig(
    Path path,
    TorchSource torch,
    String device,
    Precision precision,
    int threads,
    int parallelBatches,
    @Nullable Long maxNativeMemory,
    ScoringOptions scoring) {

  /** The same for the detector. */
  public DetectorOptions detectorOptions() {
    return new DetectorOptions(device, precision, threads, parallelBatches, scoring, List.of());
  }
}
