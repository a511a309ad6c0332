package io.paastreams.pipeline;

import io.paastreams.devkit.SharedBroker;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.InMemorySchemaRegistry;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicNames;
import io.paastreams.event.Topics;
import io.paastreams.streams.Guarantee;
import java.time.Duration;
import java.util.Map;

/**
 * Names and settings of one run on a shared cluster. One line passes them to a child JVM.
 *
 * @param id topics and group are named after it
 * @param protocol {@code group.protocol}: classic or streams
 */
record Scenario(String bootstrapServers, String id, Guarantee guarantee, String protocol) {

  static final int PARTITIONS = 4;

  TopicNames names() {
    return TopicNames.named(kind -> id + "." + kind.id());
  }

  /** Every JVM gives the schemas the same ids, by preparing them in the same order. */
  Topics topics() {
    EventSerdes serdes = InMemorySchemaRegistry.serdes();
    serdes.prepare(TopicNames.standard());
    return Topics.of(names(), serdes);
  }

  /** Short intervals, so that failures are noticed soon and commits happen often. */
  PipelineConfigBuilder config() {
    return PipelineConfig.builder(id, bootstrapServers)
        .with(PipelineConfig.GUARANTEE, guarantee)
        .with(PipelineConfig.STREAM_THREADS, 2)
        .with(PipelineConfig.DECODE_THREADS, 2)
        .with(PipelineConfig.MAX_BATCH_DELAY, Duration.ofMillis(5))
        .with(PipelineConfig.COMMIT_INTERVAL, Duration.ofMillis(200))
        .with(PipelineConfig.DRAIN_TIMEOUT, Duration.ofSeconds(4))
        .with(PipelineConfig.START_TIMEOUT, Duration.ofSeconds(60))
        .kafka("group.protocol", protocol)
        .kafka(
            protocol.equals("classic")
                ? Map.of(
                    "consumer.session.timeout.ms", "3000", "consumer.heartbeat.interval.ms", "300")
                : Map.of());
  }

  /** A pipeline with a detector that takes 10 ms per batch. */
  DetectionPipelineBuilder pipeline() {
    return pipeline(config().build());
  }

  DetectionPipelineBuilder pipeline(PipelineConfig config) {
    PixelDetector detector = new PixelDetector(Duration.ofMillis(10));
    return DetectionPipeline.builder(config, topics(), detector, PixelFrames.PREPROCESSOR);
  }

  void createTopics(SharedBroker kafka) {
    TopicNames names = names();
    kafka.createTopics(
        PARTITIONS,
        Map.of(),
        names.of(TopicKind.FRAMES),
        names.of(TopicKind.DETECTIONS),
        names.of(TopicKind.SKIPPED),
        names.of(TopicKind.DEAD_LETTERS));
  }

  String toLine() {
    return String.join(" ", bootstrapServers, id, guarantee.name(), protocol);
  }

  static Scenario ofLine(String[] words) {
    return new Scenario(words[0], words[1], Guarantee.valueOf(words[2]), words[3]);
  }
}
