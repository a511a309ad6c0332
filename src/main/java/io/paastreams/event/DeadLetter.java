package io.paastreams.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The headers of a dead letter. Beside those that its record came with it says what went wrong
 * where, under the names of Kafka Streams' own dead letters (KIP-1034), so that tools for those
 * understand ours; and the reason for programs. Key and value are the record's own bytes.
 */
public final class DeadLetter {

  private static final String ERRORS = "__streams.errors.";

  public static final String EXCEPTION = ERRORS + "exception";
  public static final String MESSAGE = ERRORS + "message";
  public static final String STACK_TRACE = ERRORS + "stacktrace";
  public static final String TOPIC = ERRORS + "topic";
  public static final String PARTITION = ERRORS + "partition";
  public static final String OFFSET = ERRORS + "offset";

  /** A short stable name of what went wrong, such as {@code model-failed}. */
  public static final String REASON = "paa.failure";

  /** Number of bytes of the value, if the dead letter topic did not take them. */
  public static final String OMITTED_VALUE_BYTES = "paa.omitted.value.bytes";

  /** Of a frame that was put back: the dead letter it was, {@code topic-partition@offset}. */
  public static final String REPLAYED = "paa.replay.of";

  /** Of a frame that was put back: how many times by now. */
  public static final String REPLAYS = "paa.replay.count";

  private static final List<String> REPLAY = List.of(REPLAYED, REPLAYS);

  private DeadLetter() {}

  /** What a result takes over from its frame: nothing of an earlier failure. */
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

  /** Why it is a dead letter; {@code unknown} if it does not say. */
  public static String reason(Headers letter) {
    return text(letter, REASON).or(() -> text(letter, EXCEPTION)).orElse("unknown");
  }

  public static Optional<String> text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? Optional.empty()
        : Optional.of(new String(header.value(), UTF_8));
  }

  /** A number that a program wrote; empty if somebody else wrote something else. */
  public static Optional<Integer> number(Headers headers, String name) {
    return text(headers, name).filter(text -> text.matches("\\d{1,9}")).map(Integer::valueOf);
  }
}
