package io.paastreams.model;

import java.io.IOException;

/**
 * A model folder, or a file in it, is not what it should be; the message names the file and the
 * remedy.
 */
public final class ModelFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  ModelFormatException(String message) {
    super(message);
  }

  ModelFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
