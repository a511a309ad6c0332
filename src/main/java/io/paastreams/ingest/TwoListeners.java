package io.paastreams.ingest;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Notifies both listeners. Threading: safe if both are. */
record TwoListeners(IngestListener one, IngestListener other) implements IngestListener {

  @Override
  public void sourceOpened(String cameraId, SourceLocation source) {
    one.sourceOpened(cameraId, source);
    other.sourceOpened(cameraId, source);
  }

  @Override
  public void sourceLost(String cameraId, SourceException cause, Duration wait) {
    one.sourceLost(cameraId, cause, wait);
    other.sourceLost(cameraId, cause, wait);
  }

  @Override
  public void sourceNotice(String cameraId, String notice) {
    one.sourceNotice(cameraId, notice);
    other.sourceNotice(cameraId, notice);
  }

  @Override
  public void frameLimited(String cameraId) {
    one.frameLimited(cameraId);
    other.frameLimited(cameraId);
  }

  @Override
  public void frameUnreadable(String cameraId, UnreadableFrameException cause) {
    one.frameUnreadable(cameraId, cause);
    other.frameUnreadable(cameraId, cause);
  }

  @Override
  public void frameAcknowledged(String cameraId, int payloadBytes) {
    one.frameAcknowledged(cameraId, payloadBytes);
    other.frameAcknowledged(cameraId, payloadBytes);
  }

  @Override
  public void frameFailed(String cameraId, Exception cause) {
    one.frameFailed(cameraId, cause);
    other.frameFailed(cameraId, cause);
  }

  @Override
  public void cameraEnded(String cameraId, @Nullable Throwable failure) {
    one.cameraEnded(cameraId, failure);
    other.cameraEnded(cameraId, failure);
  }
}
