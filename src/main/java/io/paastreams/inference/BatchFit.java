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
 * How many pictures a batch may have, so that the process stays under a cap of native memory.
 *
 * <p>Batches of black pictures are computed, each up to twice as large as the one before, while the
 * process's memory is looked at. What the next one will take follows from the last two: one that
 * would break the cap is not tried.
 *
 * <p>Only memory of the host counts; a GPU's is its own, and a batch that does not fit there is
 * halved when it fails.
 *
 * @param pictures of the largest batch that fits; 0 if not even one does
 * @param tooMany pictures of the smallest batch that is known not to fit; 0 if all that are wanted
 *     do
 * @param bytes that those would take
 */
public record BatchFit(int pictures, int tooMany, long bytes) {

  private static final Logger LOG = LoggerFactory.getLogger(BatchFit.class);

  /** Kernels are compiled in the first pass, tuned in the second. */
  private static final int ROUNDS = 2;

  /**
   * Measures batches of the largest input.
   *
   * @param detector loaded; nobody else may use it meanwhile
   * @param input padded size of the network's largest input
   * @param wanted pictures in a batch, at least 1
   * @param cap of all that this process may hold beside its Java heap, in bytes
   * @param later what it comes to hold after this, in bytes
   * @throws InferenceException if the engine fails
   */
  public static BatchFit measure(Detector detector, Size input, int wanted, long cap, long later) {
    PreparedImage black = PreparedImage.black(input);
    return search(
        wanted,
        cap,
        pictures -> {
          List<PreparedImage> batch = Collections.nCopies(pictures, black);
          long peak = ResidentMemory.nativePeak(() -> detectAtOnce(detector, batch));
          LOG.debug("{} MiB beside the heap with batches of {}", peak >> 20, pictures);
          return peak + later;
        });
  }

  /** As many batches as can be under way: on the devices, and one whose results are being made. */
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
   * The same with whatever tells the need of a batch.
   *
   * @param need bytes by pictures
   */
  static BatchFit search(int wanted, long cap, IntToLongFunction need) {
    Line line = new Line(0, 0, 1, need.applyAsLong(1));
    if (line.bytes > cap) {
      return new BatchFit(0, 1, line.bytes);
    }
    while (line.pictures < wanted) {
      int next = Math.min(2 * line.pictures, wanted);
      // One picture tells nothing of the second: it brought up everything else, too. But what a
      // second one takes is less than the growth that has not come yet.
      while (line.pictures > 1 && next > line.pictures && line.at(next) > cap) {
        next--;
      }
      if (next == line.pictures) {
        return new BatchFit(next, next + 1, line.at(next + 1));
      }
      long bytes = need.applyAsLong(next);
      if (bytes > cap) {
        return new BatchFit(line.pictures, next, bytes);
      }
      line = new Line(line.pictures, line.bytes, next, bytes);
    }
    return new BatchFit(wanted, 0, 0);
  }

  /** Through the last two batches. */
  private record Line(int fewer, long fewerBytes, int pictures, long bytes) {

    long at(int more) {
      long rise = Math.max(0, bytes - fewerBytes);
      return bytes + rise * (more - pictures) / (pictures - fewer);
    }
  }
}
