package io.paastreams.analytics;

import io.paastreams.analytics.CameraAnalytics.Verdict;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.SourceOffset;
import io.paastreams.streams.ApplicationState;
import io.paastreams.streams.DeadLetterLog;
import io.paastreams.streams.RecordFailure;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the listeners' exceptions away from the application, and writes the log. Thread-safe. */
final class SafeAnalyticsListener implements AnalyticsListener {

  private static final Logger LOG = LoggerFactory.getLogger(AnalyticsApplication.class);

  private final List<AnalyticsListener> listeners;
  private final DeadLetterLog deadLetters = new DeadLetterLog(LOG, System::nanoTime);

  SafeAnalyticsListener(List<AnalyticsListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  @Override
  public void judged(DetectedFrame frame, Verdict verdict) {
    tell(each -> each.judged(frame, verdict));
  }

  @Override
  public void published(CameraRecords records) {
    tell(each -> each.published(records));
  }

  @Override
  public void forwarded(ForwardedRecord record) {
    tell(each -> each.forwarded(record));
  }

  @Override
  public void deadLettered(SourceOffset source, String camera, RecordFailure failure) {
    deadLetters.log(source, camera, failure);
    tell(each -> each.deadLettered(source, camera, failure));
  }

  @Override
  public void rulesInForce(String version) {
    LOG.info(
        version.isEmpty() ? "No rules are in force." : "Rules of version {} are in force.",
        version);
    tell(each -> each.rulesInForce(version));
  }

  @Override
  public void rulesRefused(String reason) {
    LOG.warn("New rules are refused, and those in force remain: {}", reason);
    tell(each -> each.rulesRefused(reason));
  }

  @Override
  public void recordsExpired(long records) {
    tell(each -> each.recordsExpired(records));
  }

  @Override
  public void stateChanged(ApplicationState state) {
    LOG.info("Analytics is {}.", state);
    tell(each -> each.stateChanged(state));
  }

  private void tell(Consumer<AnalyticsListener> message) {
    for (AnalyticsListener listener : listeners) {
      try {
        message.accept(listener);
      } catch (RuntimeException e) {
        LOG.warn("An analytics listener failed.", e);
      }
    }
  }
}
