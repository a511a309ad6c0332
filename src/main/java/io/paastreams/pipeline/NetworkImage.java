package io.paastreams.pipeline;

import io.paastreams.geometry.Size;
import io.paastreams.image.PreparedImage;
import io.paastreams.pipeline.ModelSlot.Generation;

/**
 * An image and the model for which it was scaled.
 *
 * @param generation the model; the frame that waits for the result holds a lease on it
 */
record NetworkImage(PreparedImage image, Generation generation) {

  /** What the images of one batch have in common. */
  Bucket bucket() {
    return new Bucket(image.padded(), generation.number());
  }

  /** A size and the number of a model; for people it is the size. */
  record Bucket(Size padded, int generation) {
    @Override
    public String toString() {
      return padded.toString();
    }
  }
}
