package io.paastreams.cli;

import io.paastreams.config.ModelConfig;
import io.paastreams.config.PaaStreamsConfig;
import io.paastreams.geometry.Size;
import io.paastreams.inference.BatchFit;
import io.paastreams.inference.Detector;
import io.paastreams.inference.InferenceException;
import io.paastreams.inference.ThriftyDetector;
import io.paastreams.pipeline.PipelineConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds a pipeline to {@code model.maxNativeMemory}. */
final class NativeMemoryCap {

  private static final Logger LOG = LoggerFactory.getLogger(NativeMemoryCap.class);

  /** Code that is compiled later, threads, and the engine's kernels for inputs of other sizes. */
  private static final long GROWTH = 192L << 20;

  /** The direct buffers of its consumers: a fetch in each of two threads, and what is written. */
  private static final long PER_STREAM_THREAD = 24L << 20;

  private NativeMemoryCap() {}

  /** A detector that takes no more than it needs, if there is a cap. */
  static Detector over(ModelConfig config, Detector detector) {
    return config.maxNativeMemory() == null ? detector : new ThriftyDetector(detector);
  }

  /**
   * The configured pipeline, with smaller batches if it must be.
   *
   * @param detector made by {@link #over}, and not in use yet
   * @param input the network's largest
   * @throws CommandFailedException if not even a single picture fits
   */
  static PipelineConfig pipeline(PaaStreamsConfig config, Detector detector, Size input) {
    Long cap = config.model().maxNativeMemory();
    if (cap == null) {
      return config.pipeline();
    }
    int wanted = config.pipeline().maxBatchSize();
    BatchFit fit;
    try {
      long later = GROWTH + PER_STREAM_THREAD * config.pipeline().streamThreads();
      fit = BatchFit.measure(detector, input, wanted, cap, later);
    } catch (InferenceException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
    if (fit.pictures() == 0) {
      throw new CommandFailedException(
          ("model.maxNativeMemory is %d MiB, but the process takes %d MiB beside its Java heap for a"
                  + " single picture of %s: raise it, choose a smaller input in the model's"
                  + " recipe.yaml, or model.precision bfloat16")
              .formatted(cap >> 20, fit.bytes() >> 20, input));
    }
    if (fit.pictures() < wanted) {
      LOG.warn(
          "batches of at most {}: {} would take {} MiB of the {} MiB of model.maxNativeMemory",
          fit.pictures(),
          fit.tooMany(),
          fit.bytes() >> 20,
          cap >> 20);
    }
    return config.pipeline().withMaxBatchSize(fit.pictures());
  }
}
