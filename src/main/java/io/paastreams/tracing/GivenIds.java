package io.paastreams.tracing;

import io.opentelemetry.sdk.trace.IdGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Gives a span the id that is already in the header of its record. Threading: safe; ids apply to
 * the thread that starts the span.
 */
final class GivenIds implements IdGenerator {

  private final IdGenerator random = IdGenerator.random();
  private final ThreadLocal<@Nullable Ids> next = new ThreadLocal<>();

  /** The ids of the next span. */
  record Ids(String traceId, String spanId) {}

  Ids newRoot() {
    return new Ids(random.generateTraceId(), random.generateSpanId());
  }

  String newSpanId() {
    return random.generateSpanId();
  }

  /** Sets the ids of the spans that this thread starts from now on. */
  void use(Ids ids) {
    next.set(ids);
  }

  void useAny() {
    next.remove();
  }

  @Override
  public String generateSpanId() {
    Ids given = next.get();
    return given == null ? random.generateSpanId() : given.spanId();
  }

  @Override
  public String generateTraceId() {
    Ids given = next.get();
    return given == null ? random.generateTraceId() : given.traceId();
  }
}
