package io.paastreams.check;

import java.util.List;

/** Examines one thing and reports everything that it finds. Threading: run once, by any thread. */
interface Check {

  /** The subject of the check, for the finding that reports its own failure. */
  String subject();

  /**
   * Runs the check.
   *
   * @throws RuntimeException if that is not possible; the message says why and what to do
   */
  List<Finding> run();
}
