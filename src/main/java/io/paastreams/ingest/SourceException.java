package io.paastreams.ingest;

import io.paastreams.text.MaskedUrl;

/** Why a source gives no frames. The message names the source and, where there is one, a remedy. */
public final class SourceException extends Exception {

  /** Kinds of faults. */
  public enum Reason {
    /** There is no such file, folder or device. */
    MISSING,
    /** It is there but cannot be read as video or pictures. */
    UNREADABLE,
    /** A stream that does not answer. */
    UNREACHABLE,
    /** It does not send media in the way that was asked for. */
    TRANSPORT_REFUSED,
    /** It gave frames and then broke. */
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
