package io.paastreams.rules;

import io.paastreams.geometry.Segment;
import java.time.Duration;
import java.util.List;

/**
 * A line across a camera's view whose crossings count.
 *
 * @param segment the line in 0..1 of the frame; its direction defines its left and right side
 * @param labels classes whose crossings count, in alphabetical order; empty means all
 * @param crossAfter how long an object must have been seen on the other side
 */
public record Line(
    String name, Segment segment, List<String> labels, Duration crossAfter, Anchor anchor) {

  public Line {
    labels = List.copyOf(labels);
  }

  boolean takes(String label) {
    return labels.isEmpty() || labels.contains(label);
  }

  /** What must stay the same for an object to keep its side when the rules change. */
  String geometry() {
    return anchor + " " + segment;
  }
}
