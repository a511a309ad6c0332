package io.paastreams.streams;

/** What happens to the pipeline when one of its stream threads dies of a transient cause. */
public enum OnFailure {
  /** The thread is replaced, a limited number of times; its uncommitted frames are read again. */
  REPLACE_THREAD,
  /** The pipeline stops, and whatever started it decides what to do. */
  STOP
}
