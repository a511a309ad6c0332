package io.paastreams.pipeline;

import io.paastreams.cluster.NoAnswerException;
import io.paastreams.cluster.TopicAdmin;
import io.paastreams.cluster.TopicState;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicLayout;
import io.paastreams.event.TopicNames;
import io.paastreams.event.Topics;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is asked of the cluster before the start: are the topics there, how large are records? */
final class TopicCheck {

  private static final Logger LOG = LoggerFactory.getLogger(TopicCheck.class);

  private final PipelineConfig config;
  private final TopicNames names;

  TopicCheck(PipelineConfig config, Topics topics) {
    this.config = config;
    this.names = topics.names().only(DetectionPipeline.TOPICS);
  }

  /**
   * Makes sure that all topics are there. Waits for a broker up to the start timeout.
   *
   * @return how large their records may be
   * @throws PipelineStartException if some are missing, with the commands that create them, or no
   *     broker answers
   */
  RecordLimits run() {
    long start = System.nanoTime();
    while (true) {
      try {
        return ask();
      } catch (NoAnswerException e) {
        Duration waited = Duration.ofNanos(System.nanoTime() - start);
        if (waited.compareTo(config.startTimeout()) >= 0) {
          throw new PipelineStartException(String.valueOf(e.getMessage()), e);
        }
        LOG.warn(
            "Waiting for a broker, {} of {} s: {}",
            waited.toSeconds(),
            config.startTimeout().toSeconds(),
            e.getMessage());
      } catch (IllegalStateException e) {
        throw new PipelineStartException(String.valueOf(e.getMessage()), e);
      }
    }
  }

  private RecordLimits ask() {
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
