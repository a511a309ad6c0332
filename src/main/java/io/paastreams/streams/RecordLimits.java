package io.paastreams.streams;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How large a record each output topic takes: what the topics' configuration said at the start,
 * lowered by what brokers refused since, and by what the topics said then. Shared by all stream
 * threads. Thread-safe.
 */
public final class RecordLimits {

  private static final Logger LOG = LoggerFactory.getLogger(RecordLimits.class);

  /** Under this name the limits travel in the settings to {@link LearnRecordLimits}. */
  public static final String SETTING = "paa.record.limits";

  /** How much a record may outgrow its value: key, headers, and the headers of a dead letter. */
  public static final int OVERHEAD_BYTES = 64 << 10;

  /** Of a batch with one record, beside its key, value and headers. */
  private static final int BATCH_BYTES = 128;

  private final long standard;
  private final Map<String, Long> limits = new ConcurrentHashMap<>();

  /** Producers, by their threads, of which a refusal was learnt from. */
  private final Set<Thread> known =
      Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

  /** Limits for topics of which nothing else is known. */
  public RecordLimits(long standard) {
    this.standard = standard - BATCH_BYTES;
  }

  /** The most bytes that key, value and headers of a record for {@code topic} may have together. */
  public long of(String topic) {
    return limits.getOrDefault(topic, standard);
  }

  /** Takes over a topic's {@code max.message.bytes}. */
  public void topicTakes(String topic, long maxMessageBytes) {
    limits.merge(topic, Math.min(standard, maxMessageBytes - BATCH_BYTES), Math::min);
  }

  /** The largest record that the producer must be able to send. */
  public long largest() {
    return standard + BATCH_BYTES;
  }

  /**
   * A record of this size was refused. Under exactly-once the records behind it fail in the same
   * way, whatever their size: only the first refusal of a producer teaches, and none outlives one.
   *
   * <p>The exception tells nothing: Kafka has a single one for all refusals of a process.
   *
   * @param producer the thread that brought the answer
   */
  void refused(String topic, long recordBytes, Thread producer) {
    if (known.add(producer)) {
      limits.merge(topic, recordBytes - 1, Math::min);
      LOG.warn(
          "Topic {} does not take {} bytes any more: its limit was lowered.", topic, recordBytes);
    }
  }
}
