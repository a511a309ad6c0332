package io.paastreams.live;

/** What a client may do. */
enum Role {
  /** Nothing. */
  STRANGER,
  /** View. */
  VIEWER,
  /** View and change. */
  OPERATOR;

  boolean may(Role needed) {
    return compareTo(needed) >= 0;
  }
}
