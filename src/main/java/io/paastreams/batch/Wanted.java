package io.paastreams.batch;

/** Which batches the devices can take at a moment. */
enum Wanted {
  /** All are busy with as many as they bear. */
  NONE,

  /** A device would compute it beside another one. */
  FULL,

  /** A device has nothing to do. */
  ANY
}
