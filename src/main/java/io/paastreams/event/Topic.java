package io.paastreams.event;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * A topic of the user's cluster and its content. Keys are UTF-8 text: the camera id on every topic
 * that has cameras, so that the records of one camera stay in order; dead letters keep their
 * original key.
 *
 * @param <V> type of the record values
 */
public record Topic<V>(TopicKind<V> kind, String name, Serde<V> valueSerde) {

  /** The serde of the keys. */
  public Serde<String> keySerde() {
    return Serdes.String();
  }
}
