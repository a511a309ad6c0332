package io.paastreams.streams;

/** What becomes of the pipeline when one of its stream threads dies of something that may pass. */
public enum OnFailure {
  /** The thread is replaced, so many times; its uncommitted frames are read again. */
  REPLACE_THREAD,
  /** The pipeline stops: whoever started it decides. */
  STOP
}
