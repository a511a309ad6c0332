package io.paastreams.rules;

/** Which way a line was crossed, looking along it from its first point to its second. */
public enum Direction {
  LEFT_TO_RIGHT,
  RIGHT_TO_LEFT
}
