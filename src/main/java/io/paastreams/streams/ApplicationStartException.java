package io.paastreams.streams;

import io.paastreams.text.MaskedUrl;
import org.jspecify.annotations.Nullable;

/** An application cannot start; the message says why and what to do. */
public final class ApplicationStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ApplicationStartException(String message) {
    super(MaskedUrl.in(message));
  }

  ApplicationStartException(String message, @Nullable Throwable cause) {
    super(MaskedUrl.in(message), cause);
  }
}
