package io.paastreams.training;

import java.nio.file.Path;
import java.time.Duration;

/** Hears how training goes. Called on the training thread, but for {@link #unreadable}. */
public interface TrainingListener {

  /**
   * State after a step.
   *
   * @param step counted from 1
   * @param total steps of the schedule
   * @param rate learning rate
   * @param classification loss, mean since the last report
   * @param box loss, likewise
   * @param iou loss, likewise
   * @param gradientNorm before clipping, likewise
   * @param positives anchors that learn an object, a picture, likewise
   * @param secondsPerStep likewise
   * @param waitShare share of the time that the step waited for pictures, likewise
   * @param remaining estimated time to the end
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

    /** Sum of the losses. */
    public double loss() {
      return classification + box + iou;
    }
  }

  /** Every few steps. */
  void progress(Progress progress);

  /**
   * A validation has ended.
   *
   * @param figure for example AP50, in [0, 1]
   * @param best whether it is the best so far
   */
  void validated(long step, double figure, boolean best);

  /**
   * A sample's image could not be read; another sample took its place. Called by the threads that
   * make images, each time that the sample's turn comes.
   *
   * @param reason names it
   */
  void unreadable(String reason);

  /** A checkpoint is on disk. */
  void checkpointed(long step, Path folder);

  /** Training goes on from a checkpoint. */
  void resumed(long step, Path folder);
}
