package io.paastreams.model.postprocess;

import io.paastreams.model.anchor.AnchorGenerator;
import io.paastreams.model.head.HeadOutput;
import java.util.Arrays;
import java.util.List;

/**
 * Turns head outputs into detections (PAA, section 3.4) for a whole batch.
 *
 * <h2>Structure</h2>
 *
 * <pre>
 *   CandidateFinder                                      image by image
 *   --------------------------------------------------   ----------------------------------
 *   outputs in host memory                               Nms             ScoreVoting
 *     HostCandidateFinder: what passes the threshold --> greedy,     --> weighted mean
 *     is found in place, and little else computed        by score        of all that overlap
 *   outputs on a GPU
 *     DeviceCandidateFinder: best 1000 locations a --> the same level, all their scores, one copy to the host
 * </pre>
 *
 * <p>Both finders yield the same {@link Candidates}: {@link PaaScore scores} above the threshold,
 * the best 1000 locations per level by their best class, and boxes decoded, clipped and rescaled.
 * They differ in what is cheap. On a GPU a step whose size depends on the values waits for the step
 * before, so everything there is a few large tensor operations of fixed sizes. On a CPU calling
 * each of these costs more than its work, and most of the work would be done for pairs that fail;
 * plain Java skips those with one comparison.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>Images do not influence each other: an image gives the same detections alone and in any
 *       batch, except for rounding in the preceding network.
 *   <li>Candidates are numbered by location and then by class, with the locations of a level of
 *       more than 1000 ordered by rank; equal scores keep that order.
 *   <li>NaN passes no threshold and displaces nothing.
 *   <li>Boxes are clipped to the image without its padding, then rescaled, then suppressed and
 *       voted on, so thresholds apply to the pixels that the caller gets.
 *   <li>Without voting the result is ordered by score. With voting it is ordered by class, then by
 *       score, as in the reference; the limit on the number is applied before that, by score.
 *   <li>A box of zero area has no overlap with anything. In the reference, voting turns it into
 *       NaN; here it keeps its unvoted coordinates.
 * </ul>
 *
 * <h2>Cost</h2>
 *
 * <p>On a CPU: one pass over the class logits, two sigmoids per location and one per pair that may
 * pass, and a ranking of the locations that pass in a level of more than 1000. On a GPU: one pass
 * over the class logits for the maximum and one top-k per large level, then everything on at most
 * 1000 locations per level and one scan of the scores on the host. After that, on the host: a
 * ranking of the candidates as far as they are visited, (visited candidates x kept boxes of the
 * class) overlaps for NMS, and for voting (locations x detections / 64) to find the overlaps and
 * about twice their number to weigh them. The images of a batch are divided among the cores.
 *
 * <p>Threading: safe; stateless.
 */
public final class PostProcessor {

  private final PostprocessConfig config;
  private final CandidateFinder onHost;
  private final CandidateFinder onDevice;
  private final VoteWeights voteWeights;

  /**
   * Creates a post-processor.
   *
   * @param anchorGenerator the anchors of the pyramid whose levels the head outputs are
   */
  public PostProcessor(PostprocessConfig config, AnchorGenerator anchorGenerator) {
    this(config, new PyramidAnchors(anchorGenerator));
  }

  private PostProcessor(PostprocessConfig config, PyramidAnchors anchors) {
    this(
        config,
        new HostCandidateFinder(config, anchors),
        new DeviceCandidateFinder(config, anchors));
  }

  PostProcessor(PostprocessConfig config, CandidateFinder onHost, CandidateFinder onDevice) {
    this.config = config;
    this.onHost = onHost;
    this.onDevice = onDevice;
    this.voteWeights = new VoteWeights(config.votingSigma());
  }

  /**
   * Computes the detections of a batch.
   *
   * @param outputs the float32 outputs of the levels, finest first, on any device; not closed
   * @param images the geometry of each image of the batch
   * @return the detections of each image; boxes are in network pixels divided by the image's scale
   */
  public List<Detections> process(List<HeadOutput> outputs, List<ImageGeometry> images) {
    return process(outputs, images, () -> {});
  }

  /**
   * Computes the detections of a batch.
   *
   * @param deviceFree called when the device's part is over and the rest is plain Java
   */
  public List<Detections> process(
      List<HeadOutput> outputs, List<ImageGeometry> images, Runnable deviceFree) {
    long batch = outputs.get(0).cls().getShape().get(0);
    if (images.size() != batch) {
      throw new IllegalArgumentException(
          "head outputs of " + batch + " images with " + images.size() + " geometries");
    }
    CandidateFinder finder = outputs.get(0).cls().getDevice().isGpu() ? onDevice : onHost;
    return finder.find(outputs, images, deviceFree, this::detections);
  }

  /** Applies NMS, the limit and voting. */
  Detections detections(Candidates candidates) {
    int[] kept = candidates.keep(config.nms());
    if (!config.scoreVoting() || kept.length == 0) {
      return candidates.select(kept);
    }
    Detections detections = candidates.select(byClass(kept, candidates.labels()));
    ScoreVoting.refine(detections, candidates, voteWeights);
    return detections;
  }

  /** Orders by class; within a class the order is kept. */
  private static int[] byClass(int[] kept, int[] labels) {
    long[] keys = new long[kept.length];
    for (int rank = 0; rank < kept.length; rank++) {
      keys[rank] = (long) labels[kept[rank]] << 32 | rank;
    }
    Arrays.sort(keys);
    int[] ordered = new int[kept.length];
    for (int i = 0; i < ordered.length; i++) {
      ordered[i] = kept[(int) keys[i]];
    }
    return ordered;
  }
}
