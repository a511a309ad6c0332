package io.paastreams.streams;

/** A record that cannot be used, or a result that cannot be written: it becomes a dead letter. */
public final class FailedRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient RecordFailure failure;

  public FailedRecordException(RecordFailure failure) {
    super(failure.message());
    this.failure = failure;
  }

  public RecordFailure failure() {
    return failure;
  }
}
