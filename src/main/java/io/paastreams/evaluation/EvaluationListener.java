package io.paastreams.evaluation;

import io.paastreams.dataset.Picture;

/** Hears how an evaluation goes. Called on the evaluating thread. */
public interface EvaluationListener {

  /** Images done so far, unreadable ones among them. */
  void done(int images, int total);

  /**
   * An image could not be read; it is left out, and the others are judged.
   *
   * @param reason names it
   */
  void unreadable(Picture image, String reason);
}
