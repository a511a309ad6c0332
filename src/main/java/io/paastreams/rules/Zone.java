package io.paastreams.rules;

import io.paastreams.geometry.Polygon;
import java.time.Duration;
import java.util.List;

/**
 * A part of a camera's view.
 *
 * @param polygon in 0..1 of the frame
 * @param labels the classes that can be in it, in alphabetical order; empty means all
 * @param enterAfter how long an object must have been seen inside before it counts as inside
 * @param leaveAfter how long it must have been seen outside before it counts as outside
 */
public record Zone(
    String name,
    Polygon polygon,
    List<String> labels,
    Duration enterAfter,
    Duration leaveAfter,
    Anchor anchor) {

  public Zone {
    labels = List.copyOf(labels);
  }

  boolean takes(String label) {
    return labels.isEmpty() || labels.contains(label);
  }

  /** What must stay the same for an object to remain in the zone when the rules change. */
  String geometry() {
    return anchor + " " + polygon.corners();
  }
}
