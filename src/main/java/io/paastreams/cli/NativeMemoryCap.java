package io.paastreams.cli;

import io.paastreams.config.PaaStreamsConfig;
import io.paastreams.geometry.Size;
import io.paastreams.inference.BatchFit;
import io.paastreams.inference.Detector;
import io.paastreams.inference.InferenceException;
import io.paastreams.inference.MemoryCappedDetector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a detector within {@code model.maxNativeMemory}. */
final class NativeMemoryCap {

  private static final Logger LOG = LoggerFactory.getLogger(NativeMemoryCap.class);

  /**
   * The allowance for code that is compiled later, threads, and the engine's kernels for inputs of
   * other sizes.
   */
  private static final long GROWTH = 192L << 20;

  /**
   * The direct buffers of a stream thread's clients: a fetch in each of two threads, and the
   * writes.
   */
  private static final long PER_STREAM_THREAD = 24L << 20;

  private NativeMemoryCap() {}

  /**
   * Adapts a detector to the cap: with smaller batches if necessary, and holding no more memory
   * than it needs. Returns the detector itself if there is no cap.
   *
   * @param detector a detector that is not in use yet and is closed by its loader
   * @param input the network's largest input
   * @throws CommandFailedException if not even a single image fits
   */
  static Detector over(Detector detector, PaaStreamsConfig config, Size input) {
    Long cap = config.model().maxNativeMemory();
    if (cap == null) {
      return detector;
    }
    int wanted = config.pipeline().maxBatchSize();
    BatchFit fit;
    try {
      long later = GROWTH + PER_STREAM_THREAD * config.pipeline().streamThreads();
      fit = BatchFit.measure(new MemoryCappedDetector(detector, wanted), input, wanted, cap, later);
    } catch (InferenceException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
    if (fit.images() == 0) {
      throw new CommandFailedException(
          ("model.maxNativeMemory is %d MiB, but the process takes %d MiB outside its Java"
                  + " heap for a single image of %s: raise it, choose a smaller input in the"
                  + " model's recipe.yaml, or model.precision bfloat16")
              .formatted(cap >> 20, fit.bytes() >> 20, input));
    }
    if (fit.images() < wanted) {
      LOG.warn(
          "batches of at most {}: {} would take {} MiB of the {} MiB of model.maxNativeMemory",
          fit.images(),
          fit.tooMany(),
          fit.bytes() >> 20,
          cap >> 20);
    }
    return new MemoryCappedDetector(detector, fit.images());
  }
}
