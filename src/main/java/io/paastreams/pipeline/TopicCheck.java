package io.paastreams.pipeline;

import io.paastreams.event.TopicAdmin;
import io.paastreams.event.TopicLayout;
import io.paastreams.event.TopicNames;
import io.paastreams.event.TopicState;
import io.paastreams.event.Topics;
import java.util.List;

/** What is asked of the cluster before the start: are the topics there, how large are records? */
final class TopicCheck {

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
            Math.max(standard.maxMessageBytes(), config.largestRecordBytes()),
            standard.frameRetention(),
            standard.recordRetention());
    try (TopicAdmin admin = TopicAdmin.connect(config.bootstrapServers(), config.kafka())) {
      admin.require(layout.topics(names));
      List<String> all =
          List.of(names.frames(), names.detections(), names.skipped(), names.deadLetters());
      admin.awaitLeaders(all);
      return limits(admin.states(all));
    } catch (IllegalStateException e) {
      throw new PipelineStartException(String.valueOf(e.getMessage()), e);
    }
  }

  private RecordLimits limits(List<TopicState> states) {
    int frames = config.maxFrameBytes();
    for (TopicState state : states) {
      if (state.name().equals(names.frames())) {
        frames = Math.max(frames, state.maxMessageBytes().orElse(frames));
      }
    }
    RecordLimits limits = new RecordLimits((long) frames + PipelineConfig.RECORD_OVERHEAD_BYTES);
    for (TopicState state : states) {
      state.maxMessageBytes().ifPresent(bytes -> limits.topicTakes(state.name(), bytes));
    }
    return limits;
  }
}
