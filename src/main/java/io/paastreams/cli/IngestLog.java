package io.paastreams.cli;

import io.paastreams.ingest.IngestListener;
import io.paastreams.ingest.SourceException;
import io.paastreams.ingest.SourceLocation;
import io.paastreams.ingest.StorePausedException;
import io.paastreams.ingest.UnreadableFrameException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what a user should know about a source. Threading: safe. */
final class IngestLog implements IngestListener {

  private static final Logger LOG = LoggerFactory.getLogger(IngestLog.class);

  @Override
  public void sourceOpened(String cameraId, SourceLocation source) {
    LOG.info("{}: opened {}", cameraId, source);
  }

  @Override
  public void sourceNotice(String cameraId, String notice) {
    LOG.warn("{}: {}", cameraId, notice);
  }

  @Override
  public void sourceLost(String cameraId, SourceException cause, Duration wait) {
    LOG.warn("{}: {}; opening it again in {} ms", cameraId, cause.getMessage(), wait.toMillis());
  }

  @Override
  public void cameraEnded(String cameraId, @Nullable Throwable failure) {
    if (failure == null) {
      LOG.info("{}: ended", cameraId);
    } else {
      LOG.error("{}: given up: {}", cameraId, Failures.message(failure));
    }
  }

  @Override
  public void frameUnreadable(String cameraId, UnreadableFrameException cause) {
    LOG.warn("{}: dropped a frame: {}", cameraId, cause.getMessage());
  }

  @Override
  public void frameFailed(String cameraId, Exception cause) {
    if (cause instanceof StorePausedException) {
      LOG.debug("{}: dropped a frame: {}", cameraId, cause.getMessage());
      return;
    }
    LOG.error("{}: a frame did not reach the topic: {}", cameraId, cause.getMessage());
  }
}
