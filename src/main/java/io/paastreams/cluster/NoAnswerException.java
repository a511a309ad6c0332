package io.paastreams.cluster;

import org.jspecify.annotations.Nullable;

/**
 * Nothing answers at the addresses of a cluster. This may be transient, because brokers may still
 * be starting.
 */
public final class NoAnswerException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  NoAnswerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
