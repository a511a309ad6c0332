package io.paastreams.cli.rules;

/** A line that is not a detection record; the message names the field and what it must be. */
public final class BadLineException extends Exception {

  private static final long serialVersionUID = 1L;

  BadLineException(String message) {
    super(message);
  }
}
