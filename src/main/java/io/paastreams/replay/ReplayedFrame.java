package io.paastreams.replay;

import io.paastreams.event.DeadLetter;
import io.paastreams.event.SourceOffset;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Turns a dead letter into the frame that is put back. */
final class ReplayedFrame {

  private ReplayedFrame() {}

  /**
   * Uses the current time, because by its old timestamp the topic's retention could delete it at
   * once.
   */
  static ProducerRecord<byte[], byte[]> of(
      ConsumerRecord<byte[], byte[]> letter, String to, int targetPartitions) {
    SourceOffset place = new SourceOffset(letter.topic(), letter.partition(), letter.offset());
    boolean comesHome =
        DeadLetter.text(letter.headers(), DeadLetter.TOPIC).stream().anyMatch(to::equals);
    Integer partition =
        DeadLetter.number(letter.headers(), DeadLetter.PARTITION)
            .filter(number -> comesHome && number < targetPartitions)
            .orElse(null);
    return new ProducerRecord<>(
        to,
        partition,
        null,
        letter.key(),
        letter.value(),
        DeadLetter.replayed(letter.headers(), place));
  }
}
