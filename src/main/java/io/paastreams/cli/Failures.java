package io.paastreams.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;

/** Turns exceptions whose message is only a name into sentences. */
final class Failures {

  private Failures() {}

  /** What to tell a user about a failure. */
  static String message(Throwable failure) {
    String message = failure.getMessage();
    if (failure instanceof NoSuchFileException) {
      return "there is no file " + message;
    }
    if (failure instanceof AccessDeniedException) {
      return "no permission for " + message;
    }
    if (failure instanceof FileAlreadyExistsException) {
      return message + " already exists";
    }
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  /** What to tell a user about a failure of another thread. */
  static String causeMessage(CompletionException failure) {
    Throwable cause = failure.getCause();
    return message(cause == null ? failure : cause);
  }
}
