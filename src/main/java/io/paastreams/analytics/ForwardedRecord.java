package io.paastreams.analytics;

import io.paastreams.streams.InputRecord;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;

/**
 * A record that followed from a detection record.
 *
 * @param input the detection record
 * @param arrival when it was read
 * @param topic of the new record
 * @param parent headers of the record that it follows from: for an alert those of the event that
 *     caused it, if that is of the same frame; else those of the input
 * @param headers its own
 */
public record ForwardedRecord(
    InputRecord input, Instant arrival, String topic, Headers parent, Headers headers) {}
