package io.paastreams.event;

import org.apache.kafka.common.serialization.Serde;

/**
 * A topic and what lies on it.
 *
 * @param <K> type of the record keys
 * @param <V> type of the record values
 */
public record Topic<K, V>(String name, Serde<K> keySerde, Serde<V> valueSerde) {}
