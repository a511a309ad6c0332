package io.paastreams.analytics;

import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicUse;
import io.paastreams.event.Topics;
import io.paastreams.streams.CommitHook;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The topology, the same in production and in tests.
 *
 * <pre>
 *   detections.v1     --&gt; detections --+                 +--&gt; tracks --&gt; tracks.v1
 *                                      +--&gt; analytics ---+--&gt; events, counts, alerts, scene
 *   frames.skipped.v1 --&gt; skipped -----+   (states)      +--&gt; analyticsDeadLetters
 * </pre>
 *
 * <p>There is one store, in memory and logged, which is written when a commit begins: each camera
 * adds one record per commit to the changelog rather than one per frame. Windows and joins of the
 * DSL are not used, because they share one stream time per task: a camera whose clock runs ahead
 * would close the windows of all others.
 */
final class AnalyticsTopology {

  static final String ANALYTICS = "analytics";

  /**
   * The name of the store. The changelog's name is the application's id, this name and {@code
   * -changelog}.
   */
  static final String STATES = "camera-states";

  static final String COMMIT_HOOK = "commits";

  private static final List<? extends TopicKind<?>> SINKS =
      AnalyticsApplication.TOPICS.stream()
          .filter(use -> use.operation() == AclOperation.WRITE)
          .map(TopicUse::kind)
          .toList();

  /**
   * Settings of the changelog. Each camera is written again with every commit, so segments are kept
   * small and compacted soon; otherwise a restart would read the states of an hour.
   */
  private static final Map<String, String> CHANGELOG =
      Map.of(
          TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(16 << 20),
          TopicConfig.SEGMENT_MS_CONFIG, Integer.toString(10 * 60 * 1000),
          TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.2",
          TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, Integer.toString(30 * 60 * 1000),
          TopicConfig.DELETE_RETENTION_MS_CONFIG, Integer.toString(60 * 60 * 1000));

  private AnalyticsTopology() {}

  /** The topology with the services of this JVM. */
  static Topology of(AnalyticsServices services) {
    return of(services.topics(), () -> new AnalyticsProcessor(services));
  }

  /** The same topology for display only. */
  static Topology shape(Topics topics) {
    return of(topics, NoProcessor::new);
  }

  /** The node to which records of a kind are forwarded. */
  static String sink(TopicKind<?> kind) {
    return "to-" + kind.id();
  }

  private static Topology of(Topics topics, AnalyticsProcessors analytics) {
    var in = new ByteArrayDeserializer();
    var out = new ByteArraySerializer();
    String detections = TopicKind.DETECTIONS.id();
    String skipped = TopicKind.SKIPPED.id();
    Topology topology =
        new Topology()
            .addSource(detections, in, in, topics.of(TopicKind.DETECTIONS).name())
            .addSource(skipped, in, in, topics.of(TopicKind.SKIPPED).name())
            .addProcessor(ANALYTICS, analytics, detections, skipped);
    SINKS.forEach(
        kind -> topology.addSink(sink(kind), topics.of(kind).name(), out, out, ANALYTICS));
    return topology;
  }

  private static StoreBuilder<?> states() {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(STATES), Serdes.String(), Serdes.ByteArray())
        .withLoggingEnabled(CHANGELOG);
  }

  /** Takes the place of {@link AnalyticsProcessor} in a topology that is not run. */
  private static final class NoProcessor
      implements Processor<
          byte @Nullable [], byte @Nullable [], byte @Nullable [], byte @Nullable []> {
    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
      throw new IllegalStateException("this topology is for display only");
    }
  }

  /** Creates the processor of each task, with its stores. */
  private interface AnalyticsProcessors
      extends ProcessorSupplier<
          byte @Nullable [], byte @Nullable [], byte @Nullable [], byte @Nullable []> {

    @Override
    default Set<StoreBuilder<?>> stores() {
      return Set.of(states(), CommitHook.builder(COMMIT_HOOK));
    }
  }
}
