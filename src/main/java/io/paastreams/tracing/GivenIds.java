package io.paastreams.tracing;

import io.opentelemetry.sdk.trace.IdGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Gives a span the id that is in the header of its record already. Threading: safe; ids are given
 * to the thread that starts the span.
 */
final class GivenIds implements IdGenerator {

  private final IdGenerator random = IdGenerator.random();
  private final ThreadLocal<@Nullable Ids> next = new ThreadLocal<>();

  /** Of a span to be. */
  record Ids(String traceId, String spanId) {}

  Ids newRoot() {
    return new Ids(random.generateTraceId(), random.generateSpanId());
  }

  String newSpanId() {
    return random.generateSpanId();
  }

  /** For the spans that this thread starts until it is told otherwise. */
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
