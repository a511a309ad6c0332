package io.paastreams.streams;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The largest record that each output topic accepts: the limit from the topics' configuration at
 * startup, lowered by what brokers have refused since and by what the configuration said then.
 * Shared by all stream threads. Thread-safe.
 */
public final class RecordLimits {

  private static final Logger LOG = LoggerFactory.getLogger(RecordLimits.class);

  /** The name of the setting in which the limits are passed to {@link LearnRecordLimits}. */
  public static final String SETTING = "paa.record.limits";

  /** By how much a record may exceed its value: key, headers, and the headers of a dead letter. */
  public static final int OVERHEAD_BYTES = 64 << 10;

  /** The overhead of a batch with one record, besides its key, value and headers. */
  private static final int BATCH_BYTES = 128;

  private final long standard;
  private final Map<String, Long> limits = new ConcurrentHashMap<>();

  /** The producers, by their threads, from which a refusal was learnt. */
  private final Set<Thread> known =
      Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

  /** Creates limits for topics about which nothing else is known. */
  public RecordLimits(long standard) {
    this.standard = standard - BATCH_BYTES;
  }

  /** The most bytes that key, value and headers of a record for {@code topic} may have in total. */
  public long of(String topic) {
    return limits.getOrDefault(topic, standard);
  }

  /** Adopts a topic's {@code max.message.bytes}. */
  public void topicTakes(String topic, long maxMessageBytes) {
    limits.merge(topic, Math.min(standard, maxMessageBytes - BATCH_BYTES), Math::min);
  }

  /** The largest record that the producer must be able to send. */
  public long largest() {
    return standard + BATCH_BYTES;
  }

  /**
   * Records that a record of this size was refused. Under exactly-once the records behind it fail
   * in the same way, whatever their size, so only the first refusal of a producer counts, and no
   * producer survives a refusal.
   *
   * <p>The exception says nothing, because Kafka has a single one for all refusals of a process.
   *
   * @param producer the thread that received the response
   */
  void refused(String topic, long recordBytes, Thread producer) {
    if (known.add(producer)) {
      limits.merge(topic, recordBytes - 1, Math::min);
      LOG.warn("Topic {} no longer accepts {} bytes: its limit was lowered.", topic, recordBytes);
    }
  }
}
