package io.paastreams.training;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Receives the progress of training. Called on the training thread, except for {@link #unreadable}.
 */
public interface TrainingListener {

  /**
   * The state after a step.
   *
   * @param step the step, counted from 1
   * @param total the number of steps in the schedule
   * @param rate the learning rate
   * @param classification the classification loss; like all following figures the mean since the
   *     last report
   * @param box the box loss
   * @param iou the IoU loss
   * @param gradientNorm the gradient norm before clipping
   * @param positives the number of anchors per image that learn an object
   * @param secondsPerStep the time of a step
   * @param waitShare the share of the time in which the step waited for images
   * @param remaining the estimated time to the end
   */
  record Progress(
      long step,
      long total,
      double rate,
      double classification,
      double box,
      double iou,
      double gradientNorm,
      double positives,
      double secondsPerStep,
      double waitShare,
      Duration remaining) {

    /** The sum of the losses. */
    public double loss() {
      return classification + box + iou;
    }
  }

  /** Called every few steps. */
  void progress(Progress progress);

  /**
   * A validation has ended.
   *
   * @param figure the result, for example AP50, in [0, 1]
   * @param best whether it is the best so far
   */
  void validated(long step, double figure, boolean best);

  /**
   * A sample's image could not be read; another sample took its place. Called by the threads that
   * make images, each time the sample's turn comes.
   *
   * @param reason the reason, which names the image
   */
  void unreadable(String reason);

  /** A checkpoint has been written to disk. */
  void checkpointed(long step, Path folder);

  /** Training continues from a checkpoint. */
  void resumed(long step, Path folder);
}
