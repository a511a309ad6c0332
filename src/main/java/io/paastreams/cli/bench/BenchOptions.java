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
 * What to measure.
 *
 * @param device {@code cpu}, {@code gpu:N} or {@code auto}
 * @param profile the profile that the detector and the pipeline use, with its faint boxes
 * @param precisions the precisions of the bare forward pass, of which the detector and the pipeline
 *     use the first
 * @param batchSizes the batch sizes of the bare forward pass, of which the detector and the
 *     pipeline use the largest
 * @param images the JPEG files that the cameras send in turn
 * @param imageSize the size of all the images
 * @param decoder the decoder of the detector's and the pipeline's images
 * @param cameras the number of cameras
 * @param guarantee the pipeline's guarantee
 * @param latencyTarget the target of the batches where latency is measured; zero for none
 * @param each how long to measure each figure
 * @param torchScript a file with the same network to compare the forward pass with; null for no
 *     comparison
 * @param randomWeights whether the model has learned nothing, so that no other copy of its weights
 *     exists
 */
public record BenchOptions(
    String device,
    Profile profile,
    List<Precision> precisions,
    List<Integer> batchSizes,
    List<byte[]> images,
    Size imageSize,
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
    images = List.copyOf(images);
  }

  /** The scoring of the detector and the pipeline. */
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
