package io.paastreams.inference;

import io.paastreams.geometry.Size;
import io.paastreams.image.PreparedImage;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A detector that is loaded beside one that is in use. It is admitted only if the process has
 * memory for both, and it is warmed up before the first real image arrives.
 */
public final class Newcomer {

  /** The engine's copy of the weights, and as much again while they are converted. */
  private static final int COPIES = 2;

  /** Kernels are chosen in the first pass and tuned in the second. */
  private static final int ROUNDS = 2;

  private Newcomer() {}

  /**
   * Refuses a model for which there is not enough memory, before it is loaded.
   *
   * @param weightBytes the size of the model's weights
   * @param available memory that the process can still get, in bytes
   * @throws InferenceException with both figures
   */
  public static void requireRoom(long weightBytes, long available) {
    long needed = COPIES * weightBytes;
    if (needed > available) {
      throw new InferenceException(
          "the new model needs about %d MiB beside the old one, but only %d MiB are available: restart the instances one by one with the new model instead"
              .formatted(needed >> 20, available >> 20));
    }
  }

  /**
   * Computes black images, alone and in the largest batches.
   *
   * @param input the largest input of the network
   * @param cap the maximum number of bytes that the process may take outside its Java heap
   *     meanwhile; null for no limit
   * @throws InferenceException if it cannot compute, or takes more
   */
  public static void warmUp(Detector detector, Size input, int largestBatch, @Nullable Long cap) {
    if (cap == null) {
      compute(detector, input, largestBatch);
      return;
    }
    long peak = ResidentMemory.nativePeak(() -> compute(detector, input, largestBatch));
    if (peak > cap) {
      throw new InferenceException(
          "with both models the process takes %d MiB outside its Java heap, but model.maxNativeMemory is %d MiB: restart the instances one by one with the new model instead"
              .formatted(peak >> 20, cap >> 20));
    }
  }

  private static void compute(Detector detector, Size input, int largestBatch) {
    PreparedImage black = PreparedImage.black(input);
    for (int images : List.of(1, largestBatch)) {
      for (int round = 0; round < ROUNDS; round++) {
        List<?> found = detector.detect(Collections.nCopies(images, black));
        if (found.size() != images) {
          throw new InferenceException(
              "the new model returned %d results for %d images".formatted(found.size(), images));
        }
      }
    }
  }
}
