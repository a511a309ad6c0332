package io.paastreams.claimcheck;

import io.paastreams.text.MaskedUrl;
import org.jspecify.annotations.Nullable;

/** Says why the image behind a claim check is not used. */
public final class ClaimCheckException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Kinds of reasons. */
  public enum Reason {
    /** Its scheme, host, port or folder is not allowed by the {@link ClaimCheckPolicy}. */
    NOT_ALLOWED,
    /** It is larger than allowed, or its size is not the declared one. */
    WRONG_SIZE,
    /** Its SHA-256 is not the declared one. */
    WRONG_HASH,
    /** It does not exist: no such file, HTTP 404, a redirect, and so on. */
    NOT_FOUND,
    /** It did not arrive in time. */
    UNAVAILABLE
  }

  private final Reason reason;

  ClaimCheckException(Reason reason, String message) {
    super(MaskedUrl.in(message));
    this.reason = reason;
  }

  ClaimCheckException(Reason reason, String message, @Nullable Throwable cause) {
    super(MaskedUrl.in(message), cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
