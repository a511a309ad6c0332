package io.paastreams.pipeline;

import io.paastreams.text.MaskedUrl;
import org.jspecify.annotations.Nullable;

/** The pipeline cannot start; the message says why and what to do. */
public final class PipelineStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PipelineStartException(String message) {
    super(MaskedUrl.in(message));
  }

  PipelineStartException(String message, @Nullable Throwable cause) {
    super(MaskedUrl.in(message), cause);
  }
}
