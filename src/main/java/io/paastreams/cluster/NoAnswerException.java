package io.paastreams.cluster;

import org.jspecify.annotations.Nullable;

/** Nobody answers at the addresses of a cluster: which may pass, since brokers start, too. */
public final class NoAnswerException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  NoAnswerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
