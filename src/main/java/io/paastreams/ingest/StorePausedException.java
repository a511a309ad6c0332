package io.paastreams.ingest;

import java.io.IOException;

/** A live camera's frame was dropped without asking the image store, which failed just before. */
public final class StorePausedException extends IOException {
  private static final long serialVersionUID = 1L;

  StorePausedException(Exception lastFailure) {
    super("the image store is not being retried yet: " + lastFailure.getMessage(), lastFailure);
  }
}
