package io.paastreams.pipeline;

/**
 * The detector failed on so many frames in a row that the frames cannot be at fault. The pipeline
 * stops; work in flight is not committed.
 */
final class ModelUnusableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The device's thread died. */
  ModelUnusableException(Throwable death) {
    super("the device's thread died: " + death, death);
  }

  ModelUnusableException(int failures, Throwable last) {
    super(
        "the detector failed on %d frames in a row, even on each alone: the device or the model is at fault, not the frames"
            .formatted(failures),
        last);
  }
}
