package io.paastreams.cli.bench;

import io.paastreams.detection.LabelMap;
import io.paastreams.image.ImageDecoder;
import io.paastreams.image.ImageException;
import io.paastreams.image.PreparedImage;
import io.paastreams.image.Preprocessor;
import io.paastreams.image.RgbImage;
import io.paastreams.inference.DetectorOptions;
import io.paastreams.inference.InferenceListener.Timing;
import io.paastreams.inference.ModelIdentity;
import io.paastreams.inference.PaaDetector;
import io.paastreams.model.Model;
import java.util.ArrayList;
import java.util.List;

/**
 * The detector without Kafka: from JPEG bytes to detections, on one thread, and where time goes.
 */
final class DetectorBench {

  private DetectorBench() {}

  /**
   * Milliseconds a picture.
   *
   * @param input copying and normalising the batch
   * @param postprocess with score voting as the model has it
   */
  record Stages(double decode, double resize, double input, double forward, double postprocess) {

    double total() {
      return decode + resize + input + forward + postprocess;
    }
  }

  /**
   * The whole.
   *
   * @param votingOverNone time of the post-processing with score voting over that without
   */
  record Figure(int batch, double framesPerSecond, Stages millis, double votingOverNone) {}

  static Figure run(Model model, BenchOptions options, Preprocessor preprocessor)
      throws ImageException {
    double without = measure(model, options, preprocessor, false).postprocess();
    double with = measure(model, options, preprocessor, true).postprocess();
    Stages stages =
        measure(model, options, preprocessor, model.recipe().postprocess().scoreVoting());
    return new Figure(options.largestBatch(), 1e3 / stages.total(), stages, with / without);
  }

  private static Stages measure(
      Model model, BenchOptions options, Preprocessor preprocessor, boolean voting)
      throws ImageException {
    List<Timing> timings = new ArrayList<>();
    ImageDecoder decoder = ImageDecoder.withDefaultLimits();
    int batch = options.largestBatch();
    DetectorOptions how =
        DetectorOptions.DEFAULT
            .withDevice(options.device())
            .withPrecision(options.precisions().get(0))
            .withScoreVoting(voting)
            .withWarmUps(
                List.of(
                    new DetectorOptions.WarmUp(
                        preprocessor.inputSize(options.pictureSize()), batch)));
    long decoding = 0;
    long resizing = 0;
    long pictures = 0;
    try (PaaDetector detector =
        PaaDetector.load(
            model.recipe(),
            model.weights(),
            new LabelMap(model.labels()),
            new ModelIdentity(model.recipe().name(), model.sha256()),
            how,
            timings::add)) {
      timings.clear();
      int next = 0;
      long end = System.nanoTime() + options.each().toNanos();
      // The first batches are the compiler's: they run, and do not count.
      for (int round = -3; round < 2 || System.nanoTime() < end; round++) {
        List<PreparedImage> prepared = new ArrayList<>();
        long start = System.nanoTime();
        List<RgbImage> decoded = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
          decoded.add(decoder.decode(options.pictures().get(next++ % options.pictures().size())));
        }
        long resized = System.nanoTime();
        for (RgbImage picture : decoded) {
          prepared.add(preprocessor.prepare(picture));
        }
        long ready = System.nanoTime();
        detector.detect(prepared);
        if (round < 0) {
          timings.clear();
        } else {
          decoding += resized - start;
          resizing += ready - resized;
          pictures += batch;
        }
      }
    }
    double each = 1e-6 / pictures;
    return new Stages(
        each * decoding,
        each * resizing,
        each * timings.stream().mapToLong(Timing::inputNanos).sum(),
        each * timings.stream().mapToLong(Timing::forwardNanos).sum(),
        each * timings.stream().mapToLong(Timing::postprocessNanos).sum());
  }
}
