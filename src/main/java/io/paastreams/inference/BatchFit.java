package io.paastreams.inference;

import io.paastreams.geometry.Size;
import io.paastreams.image.PreparedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds how many images a batch may have so that the process stays under a cap on native memory.
 *
 * <p>Batches of black images are computed, each up to twice as large as the one before, while the
 * process's memory is watched. The need of the next one is extrapolated from the last two, and a
 * batch that would exceed the cap is not tried.
 *
 * <p>Only host memory counts; a GPU has its own, and a batch that does not fit there is halved when
 * it fails.
 *
 * @param images the number of images in the largest batch that fits; 0 if not even one does
 * @param tooMany the number of images in the smallest batch known not to fit; 0 if the wanted
 *     number fits
 * @param bytes the memory that {@code tooMany} images would take
 */
public record BatchFit(int images, int tooMany, long bytes) {

  private static final Logger LOG = LoggerFactory.getLogger(BatchFit.class);

  /** Kernels are compiled in the first pass and tuned in the second. */
  private static final int ROUNDS = 2;

  /**
   * Measures batches of the largest input.
   *
   * @param detector a loaded detector, which nothing else may use in the meantime
   * @param input the padded size of the network's largest input
   * @param wanted the wanted number of images in a batch, at least 1
   * @param cap the maximum number of bytes that this process may hold outside its Java heap
   * @param later the bytes that it will allocate after this measurement
   * @throws InferenceException if the engine fails
   */
  public static BatchFit measure(Detector detector, Size input, int wanted, long cap, long later) {
    PreparedImage black = PreparedImage.black(input);
    return search(
        wanted,
        cap,
        images -> {
          List<PreparedImage> batch = Collections.nCopies(images, black);
          long peak = ResidentMemory.nativePeak(() -> detectAtOnce(detector, batch));
          LOG.debug("{} MiB outside the heap with batches of {}", peak >> 20, images);
          return peak + later;
        });
  }

  /**
   * Runs as many batches at once as can be in progress: those on the devices, and one that is being
   * post-processed.
   */
  private static void detectAtOnce(Detector detector, List<PreparedImage> batch) {
    List<CompletableFuture<Void>> calls = new ArrayList<>();
    for (int i = 0; i <= detector.concurrency(); i++) {
      calls.add(
          CompletableFuture.runAsync(
              () -> {
                for (int round = 0; round < ROUNDS; round++) {
                  detector.detect(batch);
                }
              },
              call -> new Thread(call, "batch-fit").start()));
    }
    try {
      calls.forEach(CompletableFuture::join);
    } catch (CompletionException e) {
      throw e.getCause() instanceof InferenceException failure ? failure : e;
    }
  }

  /**
   * Searches with any function that returns the memory of a batch.
   *
   * @param need the bytes for a number of images
   */
  static BatchFit search(int wanted, long cap, IntToLongFunction need) {
    Line line = new Line(0, 0, 1, need.applyAsLong(1));
    if (line.bytes > cap) {
      return new BatchFit(0, 1, line.bytes);
    }
    while (line.images < wanted) {
      int next = Math.min(2 * line.images, wanted);
      // One image says nothing about the need of a second, because the first also initialised
      // everything else. But a second one takes less than the growth that is still to come.
      while (line.images > 1 && next > line.images && line.at(next) > cap) {
        next--;
      }
      if (next == line.images) {
        return new BatchFit(next, next + 1, line.at(next + 1));
      }
      long bytes = need.applyAsLong(next);
      if (bytes > cap) {
        return new BatchFit(line.images, next, bytes);
      }
      line = new Line(line.images, line.bytes, next, bytes);
    }
    return new BatchFit(wanted, 0, 0);
  }

  /** The line through the last two batches. */
  private record Line(int fewer, long fewerBytes, int images, long bytes) {

    long at(int more) {
      long rise = Math.max(0, bytes - fewerBytes);
      return bytes + rise * (more - images) / (images - fewer);
    }
  }
}
