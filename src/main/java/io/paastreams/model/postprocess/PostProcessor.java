package io.paastreams.model.postprocess;

import ai.djl.ndarray.NDScope;
import io.paastreams.model.anchor.AnchorGenerator;
import io.paastreams.model.head.HeadOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns head outputs into detections (PAA, section 3.4), for a whole batch.
 *
 * <h2>Structure</h2>
 *
 * <pre>
 *   on the device, all pictures at once                 in Java, picture by picture
 *   ------------------------------------------          ---------------------------------------
 *   LocationSelector                                    Candidates      Nms         ScoreVoting
 *   best 1000 locations a level by class maximum   -->  threshold,  --> greedy, --> weighted mean
 *   score = sqrt(sigmoid(cls) * sigmoid(iou))           decode, clip,   by score    of all that
 *   one copy to the host                                rescale                     overlap
 * </pre>
 *
 * <p>The border lies where shapes stop being fixed. Up to the scores everything is a few large
 * tensor operations whose sizes follow from the input's; which pairs pass the threshold depends on
 * the values, and on a device every such step would wait for the previous one. In plain arrays the
 * rest takes well under a millisecond a picture.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>Pictures do not influence each other: a picture gives the same detections alone and in any
 *       batch, up to the rounding of the network before.
 *   <li>Candidates are numbered location by location, class by class; equal scores keep that order.
 *   <li>Boxes are clipped to the picture without its padding, then rescaled, then suppressed and
 *       voted on: thresholds act on the pixels that the caller gets.
 *   <li>Without voting the result is ordered by score. With voting it is ordered by class, then by
 *       score, as in the reference; the cap on the number acts before, by score.
 *   <li>A box without area has no overlap with anything. The reference votes it to NaN; here it
 *       keeps its unvoted coordinates.
 * </ul>
 *
 * <h2>Cost</h2>
 *
 * <p>On the device: one pass over the class logits for the maximum and one top-k a large level;
 * everything after works on at most 1000 locations a level. On the host: one scan of those scores,
 * one sort of the candidates, (visited candidates x kept boxes of the class) overlaps for NMS, and
 * (detections x candidates of the class) for voting.
 *
 * <p>Threading: any thread; no state.
 */
public final class PostProcessor {

  private final PostprocessConfig config;
  private final LocationSelector selector;

  /**
   * A post-processor.
   *
   * @param anchorGenerator of the pyramid whose levels the head outputs are
   */
  public PostProcessor(PostprocessConfig config, AnchorGenerator anchorGenerator) {
    this.config = config;
    this.selector = new LocationSelector(config.candidatesPerLevel(), anchorGenerator);
  }

  /**
   * Detections of a batch.
   *
   * @param outputs a level, finest first, float32, on any device; not closed
   * @param pictures one for each picture of the batch
   * @return one for each picture; boxes in network pixels divided by the picture's scale
   */
  public List<Detections> process(List<HeadOutput> outputs, List<ImageGeometry> pictures) {
    return process(outputs, pictures, () -> {});
  }

  /**
   * The same.
   *
   * @param deviceFree called when the device's part is over and the rest is the processor's
   */
  public List<Detections> process(
      List<HeadOutput> outputs, List<ImageGeometry> pictures, Runnable deviceFree) {
    long batch = outputs.get(0).cls().getShape().get(0);
    if (pictures.size() != batch) {
      throw new IllegalArgumentException(
          "head outputs of " + batch + " pictures with " + pictures.size() + " geometries");
    }
    Selection selection = select(outputs);
    deviceFree.run();
    List<Detections> result = new ArrayList<>();
    for (int picture = 0; picture < pictures.size(); picture++) {
      result.add(
          detections(
              Candidates.of(selection, picture, config.scoreThreshold(), pictures.get(picture))));
    }
    return result;
  }

  private Selection select(List<HeadOutput> outputs) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      return selector.select(outputs);
    }
  }

  /** NMS, cap and voting. */
  Detections detections(Candidates candidates) {
    int[] kept =
        config
            .nms()
            .keep(candidates.boxes(), candidates.scores(), candidates.labels(), candidates.size());
    if (!config.scoreVoting() || kept.length == 0) {
      return candidates.select(kept);
    }
    Detections detections = candidates.select(byClass(kept, candidates.labels()));
    new ScoreVoting(candidates).refine(detections);
    return detections;
  }

  /** Orders by class; within a class the order stays. */
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
