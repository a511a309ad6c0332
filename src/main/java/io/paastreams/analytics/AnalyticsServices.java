package io.paastreams.analytics;

import io.paastreams.event.Topics;
import io.paastreams.streams.Guarantee;
import io.paastreams.streams.RecordLimits;
import io.paastreams.streams.RecordWriter;
import java.time.InstantSource;

/**
 * The services that the tasks of one JVM share.
 *
 * @param limits the largest records that the topics accept
 * @param analytics judges the cameras
 * @param rules the rules in force
 * @param arrivals what has arrived from all cameras of this instance
 * @param guarantee determines whether frames may be read again although their state is stored
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
