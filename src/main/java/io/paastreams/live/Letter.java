package io.paastreams.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.paastreams.event.DeadLetter;
import io.paastreams.event.DeadLetterReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter without its bytes.
 *
 * @param id partition and offset on the topic of dead letters, such as {@code 0-17}
 * @param time of the record, in milliseconds since the epoch
 * @param meaning the meaning of the reason; empty if another program wrote the record
 * @param remedy what to do about it
 * @param bytes of the value
 * @param replays how often its frame was replayed before
 * @param replayable whether it contains the bytes of the frame
 * @param headers all, with values as text; long ones are cut off
 */
record Letter(
    String id,
    int partition,
    long offset,
    long time,
    @Nullable String camera,
    String reason,
    String meaning,
    String remedy,
    String message,
    long bytes,
    int replays,
    boolean replayable,
    List<HeaderText> headers) {

  private static final int MOST_VALUE = 8_000;

  record HeaderText(String name, String value) {}

  static Letter of(ConsumerRecord<byte[], byte[]> record) {
    String reason = DeadLetter.reason(record.headers());
    Optional<DeadLetterReason> known = DeadLetterReason.of(reason);
    List<HeaderText> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      String value = header.value() == null ? "" : new String(header.value(), UTF_8);
      headers.add(
          new HeaderText(
              header.key(),
              value.length() > MOST_VALUE ? value.substring(0, MOST_VALUE) + "..." : value));
    }
    return new Letter(
        record.partition() + "-" + record.offset(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.key() == null ? null : new String(record.key(), UTF_8),
        reason,
        known.map(DeadLetterReason::meaning).orElse(""),
        known.map(DeadLetterReason::remedy).orElse(""),
        DeadLetter.text(record.headers(), DeadLetter.MESSAGE).orElse(""),
        record.value() == null ? 0 : record.value().length,
        DeadLetter.replays(record.headers()),
        record.value() != null
            && record.headers().lastHeader(DeadLetter.OMITTED_VALUE_BYTES) == null,
        headers);
  }
}
