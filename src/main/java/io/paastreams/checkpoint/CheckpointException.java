package io.paastreams.checkpoint;

import io.paastreams.text.MaskedUrl;
import java.io.IOException;
import java.nio.file.Path;

/** A checkpoint was refused; the message names the file, what was found in it, and the remedy. */
public final class CheckpointException extends IOException {

  private static final long serialVersionUID = 1L;

  CheckpointException(Path file, String finding, String remedy, Throwable cause) {
    super(file + " " + finding + ". " + remedy + ".", cause);
  }

  CheckpointException(String message) {
    super(MaskedUrl.in(message));
  }
}
