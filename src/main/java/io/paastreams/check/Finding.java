package io.paastreams.check;

import io.paastreams.text.MaskedUrl;

/**
 * One thing that a check found.
 *
 * @param subject what the finding is about, such as {@code topic frames.v1}
 * @param message what was found
 * @param remedy what to do; empty if nothing needs to be done
 * @param isSilence whether the finding is that a server does not answer, which may be transient
 */
public record Finding(
    FindingSeverity severity, String subject, String message, String remedy, boolean isSilence) {

  public Finding {
    message = MaskedUrl.in(message);
    remedy = MaskedUrl.in(remedy);
  }

  static Finding ok(String subject, String message) {
    return new Finding(FindingSeverity.OK, subject, message, "", false);
  }

  static Finding warning(String subject, String message, String remedy) {
    return new Finding(FindingSeverity.WARNING, subject, message, remedy, false);
  }

  static Finding fault(String subject, String message, String remedy) {
    return new Finding(FindingSeverity.FAULT, subject, message, remedy, false);
  }

  static Finding silent(String subject, String message) {
    return new Finding(FindingSeverity.FAULT, subject, message, "", true);
  }

  /** A copy with another remedy. */
  Finding withRemedy(String other) {
    return new Finding(severity, subject, message, other, isSilence);
  }

  /** The finding in one line. */
  @Override
  public String toString() {
    return subject + ": " + message + (remedy.isEmpty() ? "" : ": " + remedy);
  }
}
