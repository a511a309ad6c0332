package io.paastreams.check;

import java.util.List;

/** Looks at one thing and says everything that it finds. Threading: run once, by any thread. */
interface Check {

  /** What it is about, for the finding that stands for its own failure. */
  String subject();

  /**
   * Looks.
   *
   * @throws RuntimeException if that is not possible; the message says why and what to do
   */
  List<Finding> run();
}
