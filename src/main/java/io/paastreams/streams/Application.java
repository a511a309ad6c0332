package io.paastreams.streams;

import java.util.Optional;

/** A running application, as seen by the code that started it. Threading: safe. */
public interface Application extends AutoCloseable {

  /** The name in messages, such as {@code the pipeline}. */
  String name();

  /**
   * Starts, and returns when records are read.
   *
   * @throws ApplicationStartException if it cannot start; it is closed then
   */
  void start();

  ApplicationState state();

  /** Whether records are being read, or will be again without intervention. */
  boolean isHealthy();

  /** Why it {@linkplain ApplicationState#FAILED failed}. */
  Optional<Throwable> failure();

  /** The failure for people: what it was, and the remedy where one is known. */
  String failureReason();

  /** Finishes what is in flight, commits and leaves the group, within the close timeout. */
  @Override
  void close();
}
