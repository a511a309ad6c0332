package io.paastreams.streams;

import io.paastreams.event.RegistryException;
import io.paastreams.event.Topic;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Reads the values of an input topic.
 *
 * <p>Threading: confined to the stream thread of its task.
 *
 * @param <V> type of the values
 */
public final class RecordReader<V> {

  private final Topic<V> topic;
  private final String expected;

  /**
   * A reader for a topic.
   *
   * @param expected what a record of the topic is, for messages, for example {@code frame event}
   */
  public RecordReader(Topic<V> topic, String expected) {
    this.topic = topic;
    this.expected = expected;
  }

  /**
   * Reads the value of a record.
   *
   * @throws FailedRecordException if there is no value or it cannot be read
   * @throws RegistryException if the schema registry cannot be queried, in which case the record
   *     must be read again
   */
  public V read(InputRecord input) throws FailedRecordException {
    byte[] bytes = input.value();
    if (bytes == null) {
      throw new FailedRecordException(new RecordFailure.NoValue(expected));
    }
    V value;
    try {
      value = topic.valueSerde().deserializer().deserialize(topic.name(), input.headers(), bytes);
    } catch (RegistryException e) {
      throw e;
    } catch (RuntimeException e) { // a user's Serde class may throw anything
      throw unreadable(e);
    }
    if (value == null) {
      throw unreadable(
          new SerializationException("the serde returned null for " + bytes.length + " bytes"));
    }
    return value;
  }

  private FailedRecordException unreadable(RuntimeException exception) {
    return new FailedRecordException(new RecordFailure.UnreadableRecord(expected, exception));
  }
}
