package io.paastreams.pipeline.faults;

import io.paastreams.detection.Detection;
import io.paastreams.geometry.Box;
import java.util.List;

/**
 * An object that walks through the image from left to right, disappears for a while, and comes
 * back. Its score differs in each frame of a walk.
 */
final class WalkingObject {

  /** Whoever walks is out of view for longer than a tracker remembers. */
  private static final int WALK = 44;

  private static final int IN_VIEW = 20;

  private WalkingObject() {}

  /** What is to be detected in a frame. */
  static List<Detection> detections(int camera, long sequence) {
    int step = (int) (sequence % WALK);
    if (step >= IN_VIEW) {
      return List.of();
    }
    float left = 0.5f + 0.25f * step;
    float score = 0.6f + 0.001f * ((31 * camera + sequence) % 300);
    return List.of(new Detection(new Box(left, 3, left + 2, 6), 0, score));
  }
}
