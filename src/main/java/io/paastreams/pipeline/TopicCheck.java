package io.paastreams.pipeline;

import io.paastreams.event.TopicAdmin;
import io.paastreams.event.TopicLayout;
import io.paastreams.event.TopicNames;
import io.paastreams.event.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is asked of the cluster before the start: are the topics there, how large are records? */
final class TopicCheck {

  private static final Logger LOG = LoggerFactory.getLogger(TopicCheck.class);

  private final PipelineConfig config;
  private final TopicNames names;

  TopicCheck(PipelineConfig config, Topics topics) {
    this.config = config;
    this.names =
        new TopicNames(
            topics.frames().name(),
            topics.detections().name(),
            topics.skipped().name(),
            topics.deadLetters().name());
  }

  /**
   * Makes sure that all topics are there.
   *
   * @return how large their records may be
   * @throws PipelineStartException if some are missing, with the commands that create them, or no
   *     broker answers
   */
  RecordLimits run() {
    TopicLayout standard = TopicLayout.standard();
    TopicLayout layout =
        new TopicLayout(
            standard.partitions(),
            standard.replicas(),
            Math.max(standard.maxMessageBytes(), largest(config.maxFrameBytes())),
            standard.frameRetention(),
            standard.recordRetention());
    try (TopicAdmin admin = TopicAdmin.connect(adminSettings())) {
      admin.require(layout.topics(names));
      List<String> all =
          List.of(names.frames(), names.detections(), names.skipped(), names.deadLetters());
      admin.awaitLeaders(all);
      return limits(admin.maxMessageBytes(all));
    } catch (IllegalStateException e) {
      throw new PipelineStartException(String.valueOf(e.getMessage()), e);
    }
  }

  private RecordLimits limits(Map<String, Integer> maxMessageBytes) {
    int frames =
        Math.max(
            config.maxFrameBytes(),
            maxMessageBytes.getOrDefault(names.frames(), config.maxFrameBytes()));
    RecordLimits limits = new RecordLimits(largest(frames));
    maxMessageBytes.forEach(limits::topicTakes);
    Integer deadLetters = maxMessageBytes.get(names.deadLetters());
    if (deadLetters != null && deadLetters < frames) {
      LOG.warn(
          "Topic {} takes records of {} bytes, {} has some of {}: dead letters of the largest will"
              + " lack their value. Set its max.message.bytes to {} or more.",
          names.deadLetters(),
          deadLetters,
          names.frames(),
          frames,
          largest(frames));
    }
    return limits;
  }

  /** A dead letter's size with a value of {@code bytes}. */
  private static int largest(int bytes) {
    return bytes + PipelineConfig.RECORD_OVERHEAD_BYTES;
  }

  /** The user's own, as far as they concern an admin client. */
  private Map<String, Object> adminSettings() {
    Map<String, Object> settings = new HashMap<>();
    config
        .kafka()
        .forEach(
            (setting, value) -> {
              if (AdminClientConfig.configNames().contains(setting)) {
                settings.put(setting, value);
              }
            });
    config
        .kafka()
        .forEach(
            (setting, value) -> {
              if (setting.startsWith(StreamsConfig.ADMIN_CLIENT_PREFIX)) {
                settings.put(setting.substring(StreamsConfig.ADMIN_CLIENT_PREFIX.length()), value);
              }
            });
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    return settings;
  }
}
