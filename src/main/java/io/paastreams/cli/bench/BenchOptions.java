package io.paastreams.cli.bench;

import io.paastreams.detection.Profile;
import io.paastreams.geometry.Size;
import io.paastreams.image.ImageDecoder;
import io.paastreams.inference.ScoringOptions;
import io.paastreams.model.torch.Precision;
import io.paastreams.streams.Guarantee;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is measured.
 *
 * @param device {@code cpu}, {@code gpu:N} or {@code auto}
 * @param profile that the detector and the pipeline measure, with its faint boxes
 * @param precisions of the bare forward pass; the first one is the detector's and the pipeline's
 * @param batchSizes of the bare forward pass; the largest is the detector's and the pipeline's
 * @param pictures JPEG files that the cameras send in turn
 * @param pictureSize of the pictures, all alike
 * @param decoder of the detector's and the pipeline's pictures
 * @param cameras number of cameras
 * @param guarantee of the pipeline
 * @param latencyTarget of the batches where latency is measured; zero for none
 * @param each how long each figure is measured
 * @param torchScript the same network, to compare the forward pass with; null for no comparison
 * @param randomWeights whether the model has learned nothing, so that nobody else has its weights
 */
public record BenchOptions(
    String device,
    Profile profile,
    List<Precision> precisions,
    List<Integer> batchSizes,
    List<byte[]> pictures,
    Size pictureSize,
    ImageDecoder decoder,
    int cameras,
    Guarantee guarantee,
    Duration latencyTarget,
    Duration each,
    @Nullable Path torchScript,
    boolean randomWeights) {

  public BenchOptions {
    precisions = List.copyOf(precisions);
    batchSizes = List.copyOf(batchSizes);
    pictures = List.copyOf(pictures);
  }

  /** Of the detector and the pipeline. */
  public ScoringOptions scoring() {
    return ScoringOptions.SERVING.withProfile(profile).withFaint(true);
  }

  int largestBatch() {
    return batchSizes.stream().mapToInt(Integer::intValue).max().orElseThrow();
  }

  double seconds() {
    return each.toNanos() / 1e9;
  }
}
