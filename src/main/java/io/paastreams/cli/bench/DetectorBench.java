package io.paastreams.cli.bench;

import io.paastreams.geometry.Size;
import io.paastreams.image.DecodedImage;
import io.paastreams.image.ImageException;
import io.paastreams.image.PreparedImage;
import io.paastreams.image.Preprocessor;
import io.paastreams.inference.Detector;
import io.paastreams.inference.DetectorOptions;
import io.paastreams.inference.InferenceListener.Timing;
import io.paastreams.inference.PaaDetector;
import io.paastreams.model.Model;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Measures the detector without Kafka, from JPEG bytes to detections on one thread, and where the
 * time goes.
 */
final class DetectorBench {

  private static final int LEAST_ROUNDS = 2;

  private DetectorBench() {}

  /**
   * Milliseconds per image.
   *
   * @param input the time for copying and normalising the batch
   * @param postprocess the time of post-processing with the model's own score voting
   */
  record Stages(double decode, double resize, double input, double forward, double postprocess) {

    double total() {
      return decode + resize + input + forward + postprocess;
    }
  }

  /**
   * The results.
   *
   * @param detections the number of detections per image
   * @param withoutVotingMillis the post-processing time per image without score voting
   * @param votingOverNone the time of post-processing with score voting divided by that without
   */
  record DetectorTimes(
      int batch,
      double framesPerSecond,
      Stages millis,
      double detections,
      double withoutVotingMillis,
      double votingOverNone) {}

  static DetectorTimes run(Model model, BenchOptions options, Preprocessor preprocessor)
      throws ImageException {
    int batch = options.largestBatch();
    List<Timing> voting = new ArrayList<>();
    List<Timing> without = new ArrayList<>();
    try (PaaDetector voter = load(model, options, preprocessor, true, voting);
        PaaDetector other = load(model, options, preprocessor, false, without)) {
      Preparation preparation = new Preparation(options, preprocessor);
      detect(voter, other, preparation, options.each());
      // Those do not count, because only after them is the code compiled as in a long-running
      // process.
      voting.clear();
      without.clear();
      preparation.reset();
      // Twice as long as other figures, because the two alternate so that the machine's noise
      // affects both.
      Total total = detect(voter, other, preparation, options.each().multipliedBy(2));
      long images = total.images();
      boolean votes = model.recipe().postprocess().scoreVoting();
      double each = 1e-6 / images;
      Stages stages =
          new Stages(
              each * preparation.decoding,
              each * preparation.resizing,
              each * sum(voting, Timing::inputNanos),
              each * sum(voting, Timing::forwardNanos),
              each * sum(votes ? voting : without, Timing::postprocessNanos));
      double with = each * sum(voting, Timing::postprocessNanos);
      double none = each * sum(without, Timing::postprocessNanos);
      return new DetectorTimes(
          batch,
          1e3 / stages.total(),
          stages,
          (double) total.detections() / images,
          none,
          with / none);
    }
  }

  private record Total(long images, long detections) {}

  private static Total detect(
      Detector voter, Detector other, Preparation preparation, Duration atLeast)
      throws ImageException {
    long end = System.nanoTime() + atLeast.toNanos();
    long images = 0;
    long detections = 0;
    for (int round = 0; round < LEAST_ROUNDS || System.nanoTime() < end; round++) {
      List<PreparedImage> prepared = preparation.batch();
      other.detect(prepared);
      detections += voter.detect(prepared).stream().mapToInt(List::size).sum();
      images += prepared.size();
    }
    return new Total(images, detections);
  }

  private static long sum(List<Timing> timings, ToLongFunction<Timing> nanos) {
    return timings.stream().mapToLong(nanos).sum();
  }

  private static PaaDetector load(
      Model model,
      BenchOptions options,
      Preprocessor preprocessor,
      boolean voting,
      List<Timing> timings) {
    Size input = preprocessor.inputSize(options.imageSize());
    DetectorOptions how =
        DetectorOptions.DEFAULT
            .withDevice(options.device())
            .withPrecision(options.precisions().get(0))
            .withScoring(options.scoring().withScoreVoting(voting))
            .withWarmUps(List.of(new DetectorOptions.WarmUp(input, options.largestBatch())));
    return PaaDetector.load(model, how, timings::add);
  }

  /** Decodes and resizes batch after batch, and measures how long that takes. */
  private static final class Preparation {
    private final BenchOptions options;
    private final Preprocessor preprocessor;
    private int next;
    private long decoding;
    private long resizing;

    Preparation(BenchOptions options, Preprocessor preprocessor) {
      this.options = options;
      this.preprocessor = preprocessor;
    }

    void reset() {
      decoding = 0;
      resizing = 0;
    }

    List<PreparedImage> batch() throws ImageException {
      long start = System.nanoTime();
      List<DecodedImage> decoded = new ArrayList<>();
      for (int i = 0; i < options.largestBatch(); i++) {
        byte[] image = options.images().get(next++ % options.images().size());
        decoded.add(options.decoder().decodeFor(image, preprocessor));
      }
      long resized = System.nanoTime();
      List<PreparedImage> prepared = new ArrayList<>();
      for (DecodedImage image : decoded) {
        prepared.add(preprocessor.prepare(image));
      }
      decoding += resized - start;
      resizing += System.nanoTime() - resized;
      return prepared;
    }
  }
}
