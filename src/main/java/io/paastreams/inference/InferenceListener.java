package io.paastreams.inference;

/**
 * Receives the cost of each batch.
 *
 * <p>Threading: called on the thread that detects; must return quickly.
 */
@FunctionalInterface
public interface InferenceListener {

  /** Ignores everything. */
  InferenceListener NONE = timing -> {};

  /** A batch was detected. */
  void detected(Timing timing);

  /**
   * Where the time of one batch went. On a GPU the network runs asynchronously to the calling
   * thread, so that most of its time appears in {@code postprocessNanos}, which waits for it.
   *
   * @param images the number of images in the batch
   * @param inputNanos the time for copying pixels to the device and normalising them
   * @param forwardNanos the time of the network
   * @param postprocessNanos the time of scoring, suppression and voting
   */
  record Timing(int images, long inputNanos, long forwardNanos, long postprocessNanos) {}
}
