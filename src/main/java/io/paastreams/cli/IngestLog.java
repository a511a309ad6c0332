package io.paastreams.cli;

import io.paastreams.cluster.ClientFailures;
import io.paastreams.ingest.IngestListener;
import io.paastreams.ingest.SourceException;
import io.paastreams.ingest.SourceLocation;
import io.paastreams.ingest.StorePausedException;
import io.paastreams.ingest.UnreadableFrameException;
import io.paastreams.text.LogThrottle;
import java.time.Duration;
import org.apache.kafka.common.errors.AuthenticationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what a user should know about a source. Frames that are lost one after another are counted:
 * one line per minute and camera. Threading: safe.
 */
final class IngestLog implements IngestListener {

  private static final Logger LOG = LoggerFactory.getLogger(IngestLog.class);

  private final LogThrottle<String> unreadable = new LogThrottle<>(System::nanoTime);
  private final LogThrottle<String> failed = new LogThrottle<>(System::nanoTime);

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
    long before = unreadable.next(cameraId);
    if (before >= 0) {
      LOG.warn("{}: dropped a frame: {}{}", cameraId, cause.getMessage(), alsoDropped(before));
    }
  }

  @Override
  public void frameFailed(String cameraId, Exception cause) {
    if (cause instanceof StorePausedException) {
      LOG.debug("{}: dropped a frame: {}", cameraId, cause.getMessage());
      return;
    }
    long before = failed.next(cameraId);
    if (before >= 0) {
      LOG.error(
          "{}: a frame did not reach the topic: {}{}",
          cameraId,
          reason(cause),
          alsoDropped(before));
    }
  }

  private static String alsoDropped(long before) {
    return before == 0 ? "" : "; " + before + " more since the last such line";
  }

  private static String reason(Exception cause) {
    return cause instanceof AuthenticationException
        ? ClientFailures.outage(cause, "the Kafka cluster")
        : String.valueOf(cause.getMessage());
  }
}
