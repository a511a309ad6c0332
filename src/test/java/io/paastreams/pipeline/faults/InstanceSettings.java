package io.paastreams.pipeline.faults;

import io.paastreams.analytics.AnalyticsConfig;
import io.paastreams.analytics.AnalyticsLimits;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.EventSerdesConfig;
import io.paastreams.event.RegistryConfig;
import io.paastreams.event.TopicNames;
import io.paastreams.pipeline.PipelineConfig;
import io.paastreams.pipeline.admission.AdmissionRule;
import io.paastreams.streams.Guarantee;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings of an instance, which its JVM receives as arguments.
 *
 * @param id group and topics are named after it
 * @param protocol {@code group.protocol}: classic or streams
 * @param commitMillis how often offsets are committed
 * @param stateDir Kafka Streams' own folder
 */
record InstanceSettings(
    String bootstrapServers,
    String registryUrl,
    String id,
    Guarantee guarantee,
    String protocol,
    int commitMillis,
    String stateDir) {

  /** Frames that seem older than this, by the instance's clock, are skipped. */
  static final Duration MAX_AGE = Duration.ofHours(1);

  static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

  /** The same for an instance that reaches the brokers there and keeps its state here. */
  InstanceSettings at(String servers, Path folder) {
    return new InstanceSettings(
        servers, registryUrl, id, guarantee, protocol, commitMillis, folder.toString());
  }

  TopicNames names() {
    return TopicNames.named(kind -> id + "." + kind.id());
  }

  EventSerdes serdes() {
    return EventSerdes.of(
        EventSerdesConfig.builtIn(
            RegistryConfig.at(registryUrl).withPatience(Duration.ofSeconds(3))));
  }

  /**
   * Short times, so that much happens in a schedule; see the page on guarantees for what they cost.
   */
  PipelineConfig config() {
    return PipelineConfig.builder(id, bootstrapServers)
        .with(PipelineConfig.GUARANTEE, guarantee)
        .with(PipelineConfig.STREAM_THREADS, 2)
        .with(PipelineConfig.DECODE_THREADS, 1)
        .with(PipelineConfig.MAX_BATCH_DELAY, Duration.ofMillis(5))
        .with(PipelineConfig.COMMIT_INTERVAL, Duration.ofMillis(commitMillis))
        .with(PipelineConfig.DRAIN_TIMEOUT, Duration.ofSeconds(4))
        .with(PipelineConfig.START_TIMEOUT, Duration.ofSeconds(60))
        .with(PipelineConfig.CLOSE_TIMEOUT, CLOSE_TIMEOUT)
        .with(AdmissionRule.MAX_AGE, MAX_AGE)
        .kafka("group.protocol", protocol)
        .kafka("state.dir", stateDir)
        .kafka("request.timeout.ms", "8000")
        .kafka(
            protocol.equals("classic")
                ? Map.of(
                    "consumer.session.timeout.ms", "6000", "consumer.heartbeat.interval.ms", "1000")
                : Map.of())
        .build();
  }

  /**
   * Likewise. No silence ends a track within a schedule: that follows the wall clock, so it could
   * not be recounted.
   */
  AnalyticsConfig analytics() {
    AnalyticsConfig standard = AnalyticsConfig.of(id + "-analytics", bootstrapServers, guarantee);
    Map<String, String> kafka =
        new HashMap<>(
            Map.of(
                "group.protocol", protocol,
                "state.dir", stateDir,
                "request.timeout.ms", "8000"));
    if (protocol.equals("classic")) {
      kafka.put("consumer.session.timeout.ms", "6000");
      kafka.put("consumer.heartbeat.interval.ms", "1000");
    }
    AnalyticsLimits limits = AnalyticsLimits.STANDARD;
    return new AnalyticsConfig(
        standard.applicationId(),
        standard.bootstrapServers(),
        guarantee,
        1,
        Duration.ofMillis(commitMillis),
        new AnalyticsLimits(
            limits.lateness(),
            limits.maxClockSkew(),
            limits.clockSetBackAfter(),
            Duration.ofHours(1),
            limits.sceneEvery()),
        Duration.ofSeconds(60),
        CLOSE_TIMEOUT,
        standard.onFailure(),
        standard.maxReplacements(),
        kafka);
  }

  List<String> toArguments() {
    return List.of(
        bootstrapServers,
        registryUrl,
        id,
        guarantee.name(),
        protocol,
        Integer.toString(commitMillis),
        stateDir);
  }

  static InstanceSettings ofArguments(String[] words) {
    return new InstanceSettings(
        words[0],
        words[1],
        words[2],
        Guarantee.valueOf(words[3]),
        words[4],
        Integer.parseInt(words[5]),
        words[6]);
  }
}
