package io.paastreams.check;

import io.paastreams.text.MaskedUrl;

/**
 * One thing that a check found.
 *
 * @param subject what it is about, such as {@code topic frames.v1}
 * @param message what was found
 * @param remedy what to do; empty if nothing need be done
 */
public record Finding(Severity severity, String subject, String message, String remedy) {

  public Finding {
    message = MaskedUrl.in(message);
    remedy = MaskedUrl.in(remedy);
  }

  static Finding ok(String subject, String message) {
    return new Finding(Severity.OK, subject, message, "");
  }

  static Finding warning(String subject, String message, String remedy) {
    return new Finding(Severity.WARNING, subject, message, remedy);
  }

  static Finding fault(String subject, String message, String remedy) {
    return new Finding(Severity.FAULT, subject, message, remedy);
  }

  /** In one line. */
  @Override
  public String toString() {
    return subject + ": " + message + (remedy.isEmpty() ? "" : ": " + remedy);
  }
}
