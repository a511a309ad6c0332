package io.paastreams.cli.bench;

import io.paastreams.detection.Detection;
import io.paastreams.detection.LabelMap;
import io.paastreams.detection.ModelIdentity;
import io.paastreams.geometry.Box;
import io.paastreams.image.PreparedImage;
import io.paastreams.inference.Detector;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes time without using the CPU, as a GPU does, and finds one object everywhere, so that only
 * the pipeline itself is measured.
 *
 * @param eachBatch the time of a batch of any size; zero costs nothing
 */
record SleepingDetector(Duration eachBatch) implements Detector {

  private static final List<Detection> SAME = List.of(new Detection(new Box(1, 2, 3, 4), 0, 0.5f));

  @Override
  public List<List<Detection>> detect(List<PreparedImage> batch) {
    long end = System.nanoTime() + eachBatch.toNanos();
    for (long left = eachBatch.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    return Collections.nCopies(batch.size(), SAME);
  }

  @Override
  public LabelMap labels() {
    return new LabelMap(List.of("thing"));
  }

  @Override
  public ModelIdentity model() {
    return new ModelIdentity("sleeping", "00".repeat(32));
  }

  @Override
  public void close() {}
}
