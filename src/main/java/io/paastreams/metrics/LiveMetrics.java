package io.paastreams.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.paastreams.live.LiveServer;

/** Metrics of the live page. */
public final class LiveMetrics {

  private LiveMetrics() {}

  /** Registers the meters of a page, which must stay open for as long as they are read. */
  public static void watch(LiveServer page, MeterRegistry registry) {
    Gauge.builder("paa.live.brokers.up", page, each -> each.figures().brokersAnswer() ? 1 : 0)
        .description("1 while the brokers answer the page")
        .register(registry);
    Gauge.builder("paa.live.registry.up", page, each -> each.figures().registryAnswers() ? 1 : 0)
        .description("1 while the page can read records")
        .register(registry);
    Gauge.builder("paa.live.viewers", page, each -> each.figures().viewers())
        .description("Browsers that are connected")
        .register(registry);
    FunctionCounter.builder("paa.live.frames.sent", page, each -> each.figures().sentFrames())
        .description("Images with boxes that were sent to browsers")
        .register(registry);
    FunctionCounter.builder("paa.live.frames.dropped", page, each -> each.figures().droppedFrames())
        .description(
            "Images that newer ones replaced, because a browser was slower than its cameras")
        .register(registry);
    FunctionCounter.builder("paa.live.sent", page, each -> each.figures().sentBytes())
        .description("Bytes of these images")
        .baseUnit("bytes")
        .register(registry);
    FunctionCounter.builder(
            "paa.live.records.unreadable",
            page,
            each -> each.figures().unreadable().values().stream().mapToLong(Long::longValue).sum())
        .description("Records that the page could not read")
        .register(registry);
    for (String state : page.figures().cameras().keySet()) {
      Gauge.builder(
              "paa.live.cameras",
              page,
              each -> each.figures().cameras().getOrDefault(state, 0L).doubleValue())
          .description("Cameras by the state that the page shows")
          .tag("state", state)
          .register(registry);
    }
  }
}
