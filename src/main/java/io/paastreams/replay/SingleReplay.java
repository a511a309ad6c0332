package io.paastreams.replay;

import io.paastreams.cluster.KafkaClient;
import io.paastreams.cluster.TopicAdmin;
import io.paastreams.event.SourceOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts one dead letter back onto the frames topic, whether it was replayed before or not, as {@link
 * DeadLetterReplay} puts back many. It keeps no progress, so a later {@code replay} of all letters
 * puts it back once more; detections carry the same id whenever the same frame event is detected.
 *
 * <p>Threading: safe; stateless.
 */
public final class SingleReplay {

  private static final int DEFAULT_RECORD_BYTES = 1 << 20;

  private SingleReplay() {}

  /**
   * Puts it back, and returns its position once the broker has it.
   *
   * @param kafka settings for clients of any kind
   * @param to the topic of the frames
   * @throws IllegalStateException if the cluster does not accept it
   */
  public static SourceOffset run(
      String bootstrapServers,
      Map<String, String> kafka,
      ConsumerRecord<byte[], byte[]> letter,
      String to) {
    int partitions;
    int recordBytes;
    try (TopicAdmin topics = TopicAdmin.connect(bootstrapServers, kafka)) {
      var state = topics.states(List.of(to)).get(0);
      if (!state.isThere()) {
        throw new IllegalStateException("there is no topic " + to + " on " + bootstrapServers);
      }
      partitions = state.partitions();
      recordBytes = Math.max(state.maxMessageBytes().orElse(0), DEFAULT_RECORD_BYTES);
    }
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            KafkaClient.PRODUCER.settings(
                bootstrapServers, kafka, ReplaySink.defaults(recordBytes)),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      RecordMetadata place = producer.send(ReplayedFrame.of(letter, to, partitions)).get();
      return new SourceOffset(place.topic(), place.partition(), place.offset());
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "the frame was not put back: " + (e.getCause() == null ? e : e.getCause()).getMessage(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
