package io.paastreams.pipeline;

import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** A record for one of the sinks. */
record Output(String sink, Record<byte @Nullable [], Written> record) {}
