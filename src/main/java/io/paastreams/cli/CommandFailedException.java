package io.paastreams.cli;

import io.paastreams.text.MaskedUrl;

/**
 * A command cannot do what was asked, for a reason that its user can fix. The message names the
 * thing and the remedy; it is printed without a stack trace.
 */
final class CommandFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CommandFailedException(String message) {
    super(MaskedUrl.in(message));
  }

  CommandFailedException(String message, Throwable cause) {
    super(MaskedUrl.in(message), cause);
  }
}
