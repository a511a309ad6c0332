package io.paastreams.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The headers of a dead letter. In addition to those of its record, they say what went wrong and
 * where, under the names of Kafka Streams' own dead letters (KIP-1034), so that tools for those
 * understand ours, and give the reason for programs. Key and value are the record's own bytes.
 */
public final class DeadLetter {

  private static final String ERRORS = "__streams.errors.";

  public static final String EXCEPTION = ERRORS + "exception";
  public static final String MESSAGE = ERRORS + "message";
  public static final String STACK_TRACE = ERRORS + "stacktrace";
  public static final String TOPIC = ERRORS + "topic";
  public static final String PARTITION = ERRORS + "partition";
  public static final String OFFSET = ERRORS + "offset";

  /** A short stable name for what went wrong, such as {@code model-failed}. */
  public static final String REASON = "paa.failure";

  /** The number of bytes of the value, if the dead letter topic did not accept them. */
  public static final String OMITTED_VALUE_BYTES = "paa.omitted.value.bytes";

  /** On a frame that was put back: the dead letter that it was, {@code topic-partition@offset}. */
  public static final String REPLAYED = "paa.replay.of";

  /** On a frame that was put back: how many times it was put back so far. */
  public static final String REPLAYS = "paa.replay.count";

  private static final List<String> REPLAY = List.of(REPLAYED, REPLAYS);

  private DeadLetter() {}

  /** The headers that a result inherits from its frame, without those of an earlier failure. */
  public static RecordHeaders withoutFailure(Headers headers) {
    RecordHeaders copy = new RecordHeaders();
    for (Header header : headers) {
      String name = header.key();
      if (!name.startsWith(ERRORS) && !name.equals(REASON) && !name.equals(OMITTED_VALUE_BYTES)) {
        copy.add(header);
      }
    }
    return copy;
  }

  /** The headers with which a dead letter is put back. */
  public static Headers replayed(Headers letter, SourceOffset place) {
    RecordHeaders headers = withoutFailure(letter);
    int replays = replays(letter) + 1;
    REPLAY.forEach(headers::remove);
    return headers
        .add(REPLAYED, place.toString().getBytes(UTF_8))
        .add(REPLAYS, Integer.toString(replays).getBytes(UTF_8));
  }

  /** How often the frame of a dead letter was put back before. */
  public static int replays(Headers letter) {
    return number(letter, REPLAYS).orElse(0);
  }

  /** The reason why a record is a dead letter; {@code unknown} if it does not say. */
  public static String reason(Headers letter) {
    return text(letter, REASON).or(() -> text(letter, EXCEPTION)).orElse("unknown");
  }

  public static Optional<String> text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? Optional.empty()
        : Optional.of(new String(header.value(), UTF_8));
  }

  /** A number in a header; empty if the header is missing or is not a number. */
  public static Optional<Integer> number(Headers headers, String name) {
    return text(headers, name).filter(text -> text.matches("\\d{1,9}")).map(Integer::valueOf);
  }
}
