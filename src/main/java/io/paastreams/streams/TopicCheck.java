package io.paastreams.streams;

import io.paastreams.cluster.NoAnswerException;
import io.paastreams.cluster.TopicAdmin;
import io.paastreams.cluster.TopicState;
import io.paastreams.event.TopicLayout;
import io.paastreams.event.TopicNames;
import io.paastreams.event.TopicUse;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.acl.AclOperation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks with the cluster before the start whether the topics exist and how large their records may
 * be.
 */
public final class TopicCheck {

  private static final Logger LOG = LoggerFactory.getLogger(TopicCheck.class);

  private final ApplicationSettings config;
  private final TopicNames names;
  private final List<String> inputs;

  /** Creates a check of the topics that an application uses. */
  public TopicCheck(ApplicationSettings config, TopicNames names, List<TopicUse> uses) {
    this.config = config;
    this.names = names.only(uses);
    this.inputs =
        uses.stream()
            .filter(use -> use.operation() == AclOperation.READ)
            .map(use -> names.of(use.kind()))
            .toList();
  }

  /**
   * Makes sure that all topics exist. Waits for a broker up to the start timeout.
   *
   * @return how large their records may be
   * @throws ApplicationStartException if some are missing, with the commands that create them, or
   *     no broker answers
   */
  public RecordLimits run() {
    long start = System.nanoTime();
    while (true) {
      try {
        return ask();
      } catch (NoAnswerException e) {
        Duration waited = Duration.ofNanos(System.nanoTime() - start);
        if (waited.compareTo(config.startTimeout()) >= 0) {
          throw new ApplicationStartException(String.valueOf(e.getMessage()), e);
        }
        LOG.warn(
            "Waiting for a broker, {} of {} s: {}",
            waited.toSeconds(),
            config.startTimeout().toSeconds(),
            e.getMessage());
      } catch (IllegalStateException e) {
        throw new ApplicationStartException(String.valueOf(e.getMessage()), e);
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
   * Adopts what the topics say now if that is less than before.
   *
   * @throws IllegalStateException if the cluster does not answer
   */
  public void lower(RecordLimits limits) {
    try (TopicAdmin admin = TopicAdmin.connect(config.bootstrapServers(), config.kafka())) {
      lower(limits, admin.states(names.all()));
    }
  }

  private RecordLimits limits(List<TopicState> states) {
    int input = config.largestRecordBytes() - RecordLimits.OVERHEAD_BYTES;
    for (TopicState state : states) {
      if (inputs.contains(state.name())) {
        input = Math.max(input, state.maxMessageBytes().orElse(input));
      }
    }
    RecordLimits limits = new RecordLimits((long) input + RecordLimits.OVERHEAD_BYTES);
    lower(limits, states);
    return limits;
  }

  private static void lower(RecordLimits limits, List<TopicState> states) {
    for (TopicState state : states) {
      state.maxMessageBytes().ifPresent(bytes -> limits.topicTakes(state.name(), bytes));
    }
  }
}
