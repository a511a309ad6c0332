package io.paastreams.event;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The header {@code traceparent} of W3C Trace Context: the trace to which a record belongs, and the
 * span that made the record.
 *
 * @param traceId 32 lower-case hexadecimal digits
 * @param spanId 16 lower-case hexadecimal digits
 * @param flags 2 lower-case hexadecimal digits; the lowest bit says whether the trace is recorded
 */
public record TraceParent(String traceId, String spanId, String flags) {

  static final String HEADER = "traceparent";

  /** A later version may append fields to those of version 00, but not change them. */
  private static final Pattern FORM =
      Pattern.compile(
          "(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

  private static final int LENGTH = 55;

  /** The header of a record; empty if it has none, or an invalid one. */
  public static Optional<TraceParent> of(Headers headers) {
    Header header = headers.lastHeader(HEADER);
    return header == null || header.value() == null || header.value().length > 4 * LENGTH
        ? Optional.empty()
        : parse(new String(header.value(), StandardCharsets.UTF_8));
  }

  static Optional<TraceParent> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches() || (matcher.group(1).equals("00") && text.length() != LENGTH)) {
      return Optional.empty();
    }
    return Optional.of(new TraceParent(matcher.group(2), matcher.group(3), matcher.group(4)));
  }

  /** A new trace for a frame without one: its id is the frame's. */
  static TraceParent ofFrame(UUID frameId) {
    return new TraceParent(
        hex(frameId.getMostSignificantBits()) + hex(frameId.getLeastSignificantBits()),
        hex(mixed(frameId, 0)),
        "01");
  }

  /**
   * The span that makes a record from the record of this span. It is derived from both, so a record
   * that is made again after a failure has the same span.
   *
   * @param recordId the id of the new record
   */
  TraceParent child(UUID recordId) {
    long parent = Long.parseUnsignedLong(spanId, 16);
    return new TraceParent(traceId, hex(mixed(recordId, parent)), flags);
  }

  /** Whether the producer upstream has decided to record the trace. */
  public boolean isSampled() {
    return (Integer.parseInt(flags, 16) & 1) == 1;
  }

  /** SplitMix64's finaliser; never zero, which is not a valid span. */
  private static long mixed(UUID id, long seed) {
    long z = id.getMostSignificantBits() * 31 + id.getLeastSignificantBits() + seed;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    z ^= z >>> 31;
    return z == 0 ? 1 : z;
  }

  private static String hex(long bits) {
    return "%016x".formatted(bits);
  }

  /** As it is written in the header. */
  @Override
  public String toString() {
    return "00-" + traceId + "-" + spanId + "-" + flags;
  }
}
