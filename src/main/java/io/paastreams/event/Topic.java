package io.paastreams.event;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * A topic of the user's cluster and what lies on it. Keys are UTF-8 text, the camera id on every
 * topic that has cameras, so that the records of one camera stay in order; dead letters keep the
 * key that they came with.
 *
 * @param <V> type of the record values
 */
public record Topic<V>(TopicKind<V> kind, String name, Serde<V> valueSerde) {

  /** The serde of the keys. */
  public Serde<String> keySerde() {
    return Serdes.String();
  }
}
