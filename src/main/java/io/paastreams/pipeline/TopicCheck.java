package io.paastreams.pipeline;

import io.paastreams.event.TopicAdmin;
import io.paastreams.event.TopicKind;
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
    this.names = topics.names().only(DetectionPipeline.TOPICS);
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
      admin.awaitLeaders(names.all());
      return limits(admin.states(names.all()));
    } catch (IllegalStateException e) {
      throw new PipelineStartException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Takes over what the topics say now, where that is less than before.
   *
   * @throws IllegalStateException if the cluster does not answer
   */
  void lower(RecordLimits limits) {
    try (TopicAdmin admin = TopicAdmin.connect(config.bootstrapServers(), config.kafka())) {
      lower(limits, admin.states(names.all()));
    }
  }

  private RecordLimits limits(List<TopicState> states) {
    int frames = config.maxFrameBytes();
    for (TopicState state : states) {
      if (state.name().equals(names.of(TopicKind.FRAMES))) {
        frames = Math.max(frames, state.maxMessageBytes().orElse(frames));
      }
    }
    RecordLimits limits = new RecordLimits((long) frames + PipelineConfig.RECORD_OVERHEAD_BYTES);
    lower(limits, states);
    return limits;
  }

  private static void lower(RecordLimits limits, List<TopicState> states) {
    for (TopicState state : states) {
      state.maxMessageBytes().ifPresent(bytes -> limits.topicTakes(state.name(), bytes));
    }
  }
}
