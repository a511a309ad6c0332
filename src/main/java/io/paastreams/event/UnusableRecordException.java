package io.paastreams.event;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** A record is itself at fault, in a way that has a name of its own. */
public final class UnusableRecordException extends SerializationException {

  private static final long serialVersionUID = 1L;

  private final DeadLetterReason reason;

  UnusableRecordException(DeadLetterReason reason, String message) {
    this(reason, message, null);
  }

  UnusableRecordException(DeadLetterReason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public DeadLetterReason reason() {
    return reason;
  }
}
