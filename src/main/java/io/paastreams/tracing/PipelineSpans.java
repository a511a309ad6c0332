package io.paastreams.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.paastreams.batch.BatchListener;
import io.paastreams.batch.BatchReport;
import io.paastreams.event.DeadLetter;
import io.paastreams.event.SourceOffset;
import io.paastreams.event.TraceParent;
import io.paastreams.pipeline.PipelineListener;
import io.paastreams.streams.InputRecord;
import io.paastreams.tracing.GivenIds.Ids;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Makes the spans of frames and of the batches in which they are computed:
 *
 * <pre>
 * (camera)  traceparent of the frame
 *   └─ process frames.v1    from the arrival of the frame to its result; its id is in the result
 *        ├─ prepare         fetching, decoding, resizing
 *        └─ detect          waiting for the device and computing; linked to the batch
 * batch                     a trace of its own, linked to each of its frames
 * </pre>
 *
 * <p>A batch has many parents, so it is linked to them instead of being a child of one.
 *
 * <p>Threading: safe.
 */
public final class PipelineSpans implements PipelineListener, BatchListener {

  /**
   * The maximum number of frames without a result that are remembered; abandoned frames never have
   * one.
   */
  private static final int MOST_FRAMES = 20_000;

  private final Tracing tracing;
  private final String group;
  private final InstantSource clock = InstantSource.system();
  private final Map<SourceOffset, FrameTimes> frames =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<SourceOffset, FrameTimes> eldest) {
              return size() > MOST_FRAMES;
            }
          });

  /** The frames that this worker's thread has computed since its last batch. */
  private final ThreadLocal<@Nullable OpenBatch> open = new ThreadLocal<>();

  private static final class FrameTimes {
    private final TraceParent camera;
    private final Instant arrival;
    private volatile @Nullable Instant prepared;
    private volatile Duration preparation = Duration.ZERO;
    private volatile @Nullable Instant computed;
    private volatile @Nullable Ids batch;

    FrameTimes(TraceParent camera, Instant arrival) {
      this.camera = camera;
      this.arrival = arrival;
    }
  }

  private record OpenBatch(Ids ids, List<SpanContext> frames) {}

  PipelineSpans(Tracing tracing, String group) {
    this.tracing = tracing;
    this.group = group;
  }

  @Override
  public void frameReceived(InputRecord input) {
    TraceParent.of(input.headers())
        .filter(tracing::isRecorded)
        .ifPresent(trace -> frames.put(input.source(), new FrameTimes(trace, clock.instant())));
  }

  @Override
  public void framePrepared(SourceOffset source, Duration duration) {
    FrameTimes frame = frames.get(source);
    if (frame != null) {
      frame.preparation = duration;
      frame.prepared = clock.instant();
    }
  }

  @Override
  public void frameComputed(SourceOffset source) {
    FrameTimes frame = frames.get(source);
    if (frame != null) {
      OpenBatch batch = open.get();
      if (batch == null) {
        batch = new OpenBatch(tracing.newRoot(), new ArrayList<>());
        open.set(batch);
      }
      batch.frames().add(Tracing.context(frame.camera));
      frame.batch = batch.ids();
      frame.computed = clock.instant();
    }
  }

  @Override
  public void batchDone(BatchReport report) {
    OpenBatch batch = open.get();
    if (batch == null) {
      return; // none of its frames is recorded
    }
    open.remove();
    Instant end = clock.instant();
    tracing.span(
        "batch",
        SpanKind.INTERNAL,
        null,
        batch.ids(),
        end.minus(report.handling()),
        end,
        span -> {
          span.setAttribute(Messaging.BATCH_COUNT, (long) report.size())
              .setAttribute("paa.batch.reason", lowerCase(report.reason()));
          batch.frames().forEach(span::addLink);
        });
  }

  @Override
  public void resultForwarded(InputRecord input, Headers result) {
    FrameTimes frame = frames.remove(input.source());
    if (frame == null) {
      return;
    }
    TraceParent own = TraceParent.of(result).orElse(frame.camera);
    boolean failed = own.equals(frame.camera); // a dead letter is the frame itself
    Ids ids = new Ids(own.traceId(), failed ? tracing.newSpanId() : own.spanId());
    tracing.span(
        "process " + input.source().topic(),
        SpanKind.CONSUMER,
        Tracing.context(frame.camera),
        ids,
        frame.arrival,
        clock.instant(),
        span -> {
          Messaging.process(span, input, group);
          DeadLetter.text(result, DeadLetter.REASON)
              .filter(reason -> failed)
              .ifPresent(reason -> span.setAttribute("error.type", reason));
        });
    parts(Tracing.context(ids), frame);
  }

  private void parts(SpanContext parent, FrameTimes frame) {
    Instant prepared = frame.prepared;
    Instant computed = frame.computed;
    Ids batch = frame.batch;
    if (prepared != null) {
      part("prepare", parent, prepared.minus(frame.preparation), prepared, null);
    }
    if (prepared != null && computed != null) {
      part("detect", parent, prepared, computed, batch);
    }
  }

  private void part(
      String name, SpanContext parent, Instant start, Instant end, @Nullable Ids linked) {
    tracing.span(
        name,
        SpanKind.INTERNAL,
        parent,
        new Ids(parent.getTraceId(), tracing.newSpanId()),
        start,
        end,
        span -> {
          if (linked != null) {
            span.addLink(Tracing.context(linked));
          }
        });
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
