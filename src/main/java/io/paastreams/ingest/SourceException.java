package io.paastreams.ingest;

import io.paastreams.text.MaskedUrl;

/**
 * Says why a source delivers no frames. The message names the source and, where there is one, a
 * remedy.
 */
public final class SourceException extends Exception {

  /** Kinds of faults. */
  public enum Reason {
    /** There is no such file, folder or device. */
    MISSING,
    /** It exists but cannot be read as video or images. */
    UNREADABLE,
    /** A stream does not answer. */
    UNREACHABLE,
    /** It does not send media over the requested transport. */
    TRANSPORT_REFUSED,
    /** It delivered frames and then broke. */
    BROKEN,
    /** This installation lacks what is needed to read it. */
    UNSUPPORTED
  }

  private final Reason reason;

  SourceException(Reason reason, String message) {
    super(MaskedUrl.in(message));
    this.reason = reason;
  }

  SourceException(Reason reason, String message, Throwable cause) {
    super(MaskedUrl.in(message), cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
