package io.paastreams.live;

import io.paastreams.event.BestFrame;
import org.jspecify.annotations.Nullable;

/**
 * The image of an object: where the frame's image is, and the object's box in it.
 *
 * @param image the path below {@code /api}
 * @param box x1, y1, x2, y2 in pixels of the original frame
 * @param capture milliseconds since the epoch
 */
record Shot(String image, float[] box, double capture) {

  static @Nullable Shot of(@Nullable BestFrame best) {
    return best == null
        ? null
        : new Shot(
            "frames/%d/%d".formatted(best.source().partition(), best.source().offset()),
            SeenBox.corners(best.box()),
            Json.millis(best.captureTime()));
  }
}
