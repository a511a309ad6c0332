package io.paastreams.analytics;

import io.paastreams.event.Topics;
import io.paastreams.streams.Guarantee;
import io.paastreams.streams.RecordLimits;
import io.paastreams.streams.RecordWriter;
import java.time.InstantSource;

/**
 * The services that the tasks of one JVM share.
 *
 * @param limits of the topics' records
 * @param analytics judges
 * @param rules by which it does
 * @param arrivals of all cameras of this instance
 * @param guarantee decides whether frames may be read again although their state is stored
 * @param clock for silence, and for records without a usable time
 */
record AnalyticsServices(
    Topics topics,
    RecordLimits limits,
    CameraAnalytics analytics,
    AnalyticsLimits times,
    RulesInForce rules,
    Arrivals arrivals,
    Guarantee guarantee,
    AnalyticsListener listener,
    InstantSource clock) {

  CameraRecordsWriter newWriter() {
    return new CameraRecordsWriter(new RecordWriter(topics, limits));
  }
}
