package io.paastreams.live;

/** What somebody may do. */
enum Role {
  /** Nothing. */
  STRANGER,
  /** Look. */
  VIEWER,
  /** Look, and change something. */
  OPERATOR;

  boolean may(Role needed) {
    return compareTo(needed) >= 0;
  }
}
