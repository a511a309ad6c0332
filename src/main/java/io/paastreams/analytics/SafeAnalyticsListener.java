package io.paastreams.analytics;

import io.paastreams.analytics.CameraAnalytics.Verdict;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.SourceOffset;
import io.paastreams.streams.ApplicationState;
import io.paastreams.streams.DeadLetterLog;
import io.paastreams.streams.RecordFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a listener's exceptions away from the application, and writes the log. Thread-safe. */
final class SafeAnalyticsListener implements AnalyticsListener {

  private static final Logger LOG = LoggerFactory.getLogger(AnalyticsApplication.class);

  private final AnalyticsListener listener;
  private final DeadLetterLog deadLetters = new DeadLetterLog(LOG, System::nanoTime);

  SafeAnalyticsListener(AnalyticsListener listener) {
    this.listener = listener;
  }

  @Override
  public void judged(DetectedFrame frame, Verdict verdict) {
    guarded(() -> listener.judged(frame, verdict));
  }

  @Override
  public void published(CameraRecords records) {
    guarded(() -> listener.published(records));
  }

  @Override
  public void deadLettered(SourceOffset source, String camera, RecordFailure failure) {
    deadLetters.log(source, camera, failure);
    guarded(() -> listener.deadLettered(source, camera, failure));
  }

  @Override
  public void rulesInForce(String version) {
    LOG.info(
        version.isEmpty() ? "No rules are in force." : "Rules of version {} are in force.",
        version);
    guarded(() -> listener.rulesInForce(version));
  }

  @Override
  public void rulesRefused(String reason) {
    LOG.warn("New rules are refused, those in force stay: {}", reason);
    guarded(() -> listener.rulesRefused(reason));
  }

  @Override
  public void stateChanged(ApplicationState state) {
    LOG.info("Analytics is {}.", state);
    guarded(() -> listener.stateChanged(state));
  }

  private static void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.warn("An analytics listener failed.", e);
    }
  }
}
