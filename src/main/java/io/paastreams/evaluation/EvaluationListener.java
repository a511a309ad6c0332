package io.paastreams.evaluation;

import io.paastreams.dataset.DatasetImage;

/** Receives the progress of an evaluation. Called on the evaluating thread. */
public interface EvaluationListener {

  /** Reports the number of images done so far, including unreadable ones. */
  void done(int images, int total);

  /**
   * An image could not be read; it is left out, and the others are evaluated.
   *
   * @param reason the reason, which names the image
   */
  void unreadable(DatasetImage image, String reason);
}
