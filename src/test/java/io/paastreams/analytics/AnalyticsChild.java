package io.paastreams.analytics;

import io.paastreams.devkit.ChildJvm;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.InMemorySchemaRegistry;
import io.paastreams.event.TopicNames;
import io.paastreams.event.Topics;
import io.paastreams.streams.Guarantee;
import io.paastreams.streams.OnFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Analytics in its own JVM, which can be killed like in a crash. */
public final class AnalyticsChild {

  private AnalyticsChild() {}

  /** Topics named after a run; every JVM gives the schemas the same ids. */
  static Topics topics(String id) {
    EventSerdes serdes = InMemorySchemaRegistry.serdes();
    serdes.prepare(TopicNames.standard());
    return Topics.of(TopicNames.named(kind -> id + "." + kind.id()), serdes);
  }

  /** Commits often, and its death is noticed soon. */
  static AnalyticsApplication application(String bootstrapServers, String id, Guarantee guarantee) {
    AnalyticsConfig config =
        new AnalyticsConfig(
            id,
            bootstrapServers,
            guarantee,
            2,
            Duration.ofMillis(300),
            AnalyticsLimits.STANDARD,
            Duration.ofSeconds(60),
            Duration.ofSeconds(8),
            OnFailure.REPLACE_THREAD,
            10,
            Map.of("consumer.session.timeout.ms", "3000", "consumer.heartbeat.interval.ms", "300"));
    return new AnalyticsApplication(config, topics(id), AnalyticsListener.NONE);
  }

  /** Starts an instance and waits until it reads detections. */
  static ChildJvm start(String bootstrapServers, String id, Guarantee guarantee)
      throws IOException, InterruptedException {
    return ChildJvm.start(
        ChildJvm.SMALL,
        AnalyticsChild.class,
        List.of(bootstrapServers, id, guarantee.name()),
        line -> {});
  }

  /** The child. */
  public static void main(String[] args) throws IOException {
    try (AnalyticsApplication analytics =
        application(args[0], args[1], Guarantee.valueOf(args[2]))) {
      analytics.start();
      ChildJvm.runUntilParentEnds();
    }
  }
}
