package io.paastreams.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.paastreams.cluster.AdminConnection;
import io.paastreams.cluster.BootstrapServers;
import io.paastreams.cluster.KafkaClient;
import io.paastreams.cluster.TopicAdmin;
import io.paastreams.cluster.TopicState;
import io.paastreams.event.DeadLetter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Puts dead letters back onto the frames topic after the cause of their failure has been fixed.
 *
 * <p>A frame is put back with its own key, bytes and headers, and with {@link DeadLetter#REPLAYED}
 * and {@link DeadLetter#REPLAYS}, so that a frame that fails repeatedly is recognisable. It goes to
 * its original partition if that still exists, otherwise to the one for its key. The frames of one
 * dead letter partition, and thus of one camera, keep their order. Dead letters that arrive during
 * the replay are left for the next one.
 *
 * <p>Dead letters stay where they are. The progress of replays is kept by one consumer group per
 * {@link ReplayScope}: one for everything, and one for each requested reason or camera. A letter is
 * done if any group whose scope contains it has passed it, so a replay of one reason skips no
 * other, and a later replay of everything repeats nothing. With {@code since}, progress is neither
 * read nor kept; this is how to replay something once more.
 *
 * <p>Under exactly-once the frames and the progress are one transaction: even if a replay is killed
 * at any point and started again, every letter is put back once for readers that read only
 * committed records (a pipeline under at-least-once does not). Two concurrent replays exclude each
 * other: the later one ends the earlier. Without a transaction, progress is recorded after the
 * frames are on their topic: none is lost, and what was put back since the last commit is repeated
 * after a crash.
 *
 * <p>Threading: confined to one thread.
 */
public final class DeadLetterReplay {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final int POLL_RECORDS = 64;
  private static final int DEFAULT_RECORD_BYTES = 1 << 20;
  private final String bootstrapServers;
  private final Map<String, String> kafka;
  private final ReplayOptions options;

  private final Map<String, Long> replayed = new TreeMap<>();
  private long total;
  private long again;
  private long other;
  private long done;
  private long withoutBytes;

  /**
   * Creates a replay, which can be run once.
   *
   * @param kafka settings for clients of any kind; those under {@code consumer.}, {@code producer.}
   *     and {@code admin.} take precedence for their kind
   */
  public DeadLetterReplay(
      String bootstrapServers, Map<String, String> kafka, ReplayOptions options) {
    this.bootstrapServers = bootstrapServers;
    this.kafka = Map.copyOf(kafka);
    this.options = options;
  }

  /**
   * Replays everything up to the current end of the topic.
   *
   * @throws IllegalStateException with the remedy, if a topic is missing, the cluster does not
   *     answer or refuses, or another replay took over; what was committed until then is not
   *     repeated by the next run
   */
  public ReplayReport run() {
    BootstrapServers.requireListener(bootstrapServers);
    try (AdminConnection connection =
        AdminConnection.open(AdminConnection.properties(bootstrapServers, kafka))) {
      TopicState target = checkTopics();
      if (options.dryRun()) {
        return replay(connection.admin(), null, target.partitions());
      }
      int recordBytes = Math.max(target.maxMessageBytes().orElse(0), DEFAULT_RECORD_BYTES);
      try (ReplaySink sink =
          new ReplaySink(
              properties(KafkaClient.PRODUCER, ReplaySink.defaults(recordBytes)), options)) {
        return replay(connection.admin(), sink, target.partitions());
      }
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw new IllegalStateException(
          "another replay of %s was started: only the last one continues".formatted(options.from()),
          e);
    } catch (ExecutionException | KafkaException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted; start again to continue", e);
    }
  }

  private IllegalStateException failure(Exception e) {
    Throwable reason = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
    String remedy =
        reason instanceof AuthorizationException
            ? ("; it needs to read %s, to write %s, and to read the groups and write the"
                    + " transactional id that begin with %s (no such id with --at-least-once)")
                .formatted(options.from(), options.to(), options.progress())
            : "; start again to continue where it stopped";
    return new IllegalStateException("the replay stopped: " + reason.getMessage() + remedy, e);
  }

  /** Checks the topics and returns what is known about the frames topic. */
  private TopicState checkTopics() {
    try (TopicAdmin topics = TopicAdmin.connect(bootstrapServers, kafka)) {
      List<TopicState> states = topics.states(List.of(options.from(), options.to()));
      for (TopicState state : states) {
        if (!state.isThere()) {
          throw new IllegalStateException(
              "there is no topic %s on %s, or this principal may not see it: name another with --from or --to"
                  .formatted(state.name(), bootstrapServers));
        }
      }
      return states.get(1);
    }
  }

  private Map<String, Object> properties(KafkaClient client, Map<String, ?> defaults) {
    Map<String, Object> properties = client.settings(bootstrapServers, kafka, defaults);
    // These belong to the pipeline's group, of which this is not a member.
    properties.keySet().removeAll(List.of("group.protocol", "group.instance.id"));
    return properties;
  }

  private ReplayReport replay(Admin admin, @Nullable ReplaySink sink, int targetPartitions)
      throws ExecutionException, InterruptedException {
    // Read after the sink is open, because then no transaction of an earlier run can change it any
    // more.
    ReplayProgress progress =
        options.since() == null
            ? ReplayProgress.read(admin, options.progress())
            : ReplayProgress.none();
    try (var letters = consumer()) {
      Map<TopicPartition, Long> left = seek(letters, progress);
      while (!left.isEmpty() && total < options.limit()) {
        ConsumerRecords<byte[], byte[]> records = letters.poll(POLL);
        Map<TopicPartition, Long> positions = new HashMap<>();
        if (sink != null) {
          sink.begin();
        }
        for (ConsumerRecord<byte[], byte[]> letter : records) {
          TopicPartition partition = new TopicPartition(letter.topic(), letter.partition());
          if (total < options.limit() && letter.offset() < left.getOrDefault(partition, 0L)) {
            handle(letter, progress, sink, targetPartitions);
            positions.put(partition, letter.offset() + 1);
          }
        }
        if (total < options.limit()) {
          // After the last letter there may be only transaction markers.
          left.entrySet().removeIf(each -> letters.position(each.getKey()) >= each.getValue());
        }
        if (sink != null) {
          sink.commit(letters, options.since() == null ? positions : Map.of());
        }
      }
      return new ReplayReport(replayed, again, other, done, withoutBytes, left.isEmpty());
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> properties =
        properties(
            KafkaClient.CONSUMER, Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS));
    properties.put("group.id", options.scope().group(options.progress())); // never joined
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", false);
    properties.put("auto.offset.reset", "earliest");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Seeks to where the replay begins; returns the current ends of the partitions that have letters.
   */
  private Map<TopicPartition, Long> seek(
      KafkaConsumer<byte[], byte[]> letters, ReplayProgress progress) {
    List<TopicPartition> partitions =
        letters.partitionsFor(options.from()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    letters.assign(partitions);
    Map<TopicPartition, Long> ends = new HashMap<>(letters.endOffsets(partitions));
    Map<TopicPartition, Long> begins = letters.beginningOffsets(partitions);
    Map<TopicPartition, OffsetAndTimestamp> since = new HashMap<>();
    if (options.since() != null) {
      Map<TopicPartition, Long> times = new HashMap<>();
      partitions.forEach(each -> times.put(each, options.since().toEpochMilli()));
      since.putAll(letters.offsetsForTimes(times));
    }
    for (TopicPartition partition : partitions) {
      long end = ends.getOrDefault(partition, 0L);
      long start =
          Math.max(begins.getOrDefault(partition, 0L), progress.start(options.scope(), partition));
      if (options.since() != null) {
        OffsetAndTimestamp first = since.get(partition);
        start = first == null ? end : first.offset();
      }
      letters.seek(partition, Math.min(start, end));
      if (start >= end) {
        ends.remove(partition);
      }
    }
    return ends;
  }

  private void handle(
      ConsumerRecord<byte[], byte[]> letter,
      ReplayProgress progress,
      @Nullable ReplaySink sink,
      int targetPartitions) {
    String reason = DeadLetter.reason(letter.headers());
    String camera = letter.key() == null ? null : new String(letter.key(), UTF_8);
    ReplayScope scope = new ReplayScope(reason, camera);
    TopicPartition partition = new TopicPartition(letter.topic(), letter.partition());
    if (!options.scope().has(reason, camera) || isBefore(letter)) {
      other++;
    } else if (progress.isDone(scope, partition, letter.offset())) {
      done++;
    } else if (letter.headers().lastHeader(DeadLetter.OMITTED_VALUE_BYTES) != null) {
      withoutBytes++;
    } else {
      replayed.merge(reason, 1L, Long::sum);
      total++;
      again += DeadLetter.replays(letter.headers()) > 0 ? 1 : 0;
      if (sink != null) {
        sink.send(ReplayedFrame.of(letter, options.to(), targetPartitions));
      }
    }
  }

  private boolean isBefore(ConsumerRecord<byte[], byte[]> letter) {
    return options.since() != null && letter.timestamp() < options.since().toEpochMilli();
  }
}
