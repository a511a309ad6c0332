package io.paastreams.check;

import io.paastreams.cluster.TopicAdmin;
import io.paastreams.cluster.TopicState;
import io.paastreams.cluster.TopicState.Presence;
import io.paastreams.config.ClusterConfig;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicKind.Cleanup;
import io.paastreams.event.TopicKind.SizeClass;
import io.paastreams.event.TopicKind.Spread;
import io.paastreams.event.TopicSpec;
import io.paastreams.event.TopicUse;
import io.paastreams.streams.ApplicationSettings;
import io.paastreams.streams.RecordLimits;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.acl.AclOperation;

/**
 * Checks whether the topics exist, whether this principal may use them, and whether they accept
 * what the application sends.
 */
final class TopicsCheck implements Check {

  /** Many times the size of a detection record with a hundred boxes. */
  private static final int SMALL_RECORD_BYTES = 64 << 10;

  private final ClusterConfig cluster;
  private final ApplicationSettings config;
  private final List<TopicUse> uses;
  private final String command;

  /**
   * Creates a check of the topics that an application uses.
   *
   * @param command the command that creates missing topics
   */
  TopicsCheck(
      ClusterConfig cluster, ApplicationSettings config, List<TopicUse> uses, String command) {
    this.cluster = cluster;
    this.config = config;
    this.uses = uses;
    this.command = command;
  }

  @Override
  public String subject() {
    return "topics";
  }

  @Override
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    try (TopicAdmin admin =
        TopicAdmin.connect(config.bootstrapServers(), KafkaClients.hasty(config))) {
      List<TopicState> states = admin.states(cluster.topics().only(uses).all());
      int largestFrame = largestFrame(states);
      for (int i = 0; i < uses.size(); i++) {
        check(states.get(i), uses.get(i), largestFrame, findings);
      }
    }
    return findings;
  }

  /**
   * The largest frame that the frames topic accepts, even if the pipeline admits less, because
   * larger ones are dead-lettered.
   */
  private int largestFrame(List<TopicState> states) {
    int largest = maxFrameBytes();
    for (int i = 0; i < uses.size(); i++) {
      if (uses.get(i).kind().sizeClass() == SizeClass.FRAME) {
        largest = Math.max(largest, states.get(i).maxMessageBytes().orElse(0));
      }
    }
    return largest;
  }

  private int maxFrameBytes() {
    return config.largestRecordBytes() - RecordLimits.OVERHEAD_BYTES;
  }

  /** The largest record that may occur. */
  private int recordBytes(SizeClass sizeClass, int largestFrame) {
    return switch (sizeClass) {
      case FRAME -> maxFrameBytes();
      case RECORD -> SMALL_RECORD_BYTES;
      case DEAD_LETTER -> largestFrame + (64 << 10);
      case RECORD_DEAD_LETTER -> 2 * SMALL_RECORD_BYTES;
    };
  }

  private void check(TopicState topic, TopicUse use, int largestFrame, List<Finding> findings) {
    AclOperation operation = use.operation();
    String subject = "topic " + topic.name();
    if (topic.presence() == Presence.ABSENT) {
      findings.add(
          Finding.fault(
              subject,
              "does not exist",
              "start %s with --create-topics, or %s".formatted(command, create(topic))));
      return;
    }
    if (!topic.allows(operation)) {
      findings.add(
          Finding.fault(
              subject,
              operation + " is not allowed",
              Acl.grant(
                  config.bootstrapServers(), operation.toString(), "--topic " + topic.name())));
    }
    if (!topic.isThere()) {
      return;
    }
    List<Finding> troubles = new ArrayList<>();
    replication(topic, operation, troubles);
    settings(topic, use.kind(), recordBytes(use.kind().sizeClass(), largestFrame), troubles);
    boolean spread = use.kind().spread() == Spread.OVER_PARTITIONS;
    if (operation == AclOperation.READ && spread && topic.partitions() < config.streamThreads()) {
      troubles.add(
          Finding.warning(
              subject,
              "has %d partitions for %s.streamThreads = %d: some threads get none"
                  .formatted(topic.partitions(), config.name(), config.streamThreads()),
              "lower %s.streamThreads, or raise the partitions".formatted(config.name())));
    }
    if (troubles.isEmpty() && topic.allows(operation)) {
      findings.add(
          Finding.ok(
              subject,
              "%s allowed; %d partitions, %d replicas, records of up to %s bytes"
                  .formatted(
                      operation,
                      topic.partitions(),
                      topic.replicas(),
                      topic.maxMessageBytes().isPresent()
                          ? topic.maxMessageBytes().getAsInt()
                          : "an unknown number of")));
    }
    findings.addAll(troubles);
  }

  private void replication(TopicState topic, AclOperation operation, List<Finding> findings) {
    String subject = "topic " + topic.name();
    if (!topic.leaderless().isEmpty()) {
      findings.add(
          Finding.fault(
              subject,
              "no broker leads partitions " + topic.leaderless(),
              "bring back the brokers that host them"));
    }
    int needed = topic.number("min.insync.replicas").orElse(1);
    if (operation == AclOperation.WRITE && topic.inSync() < needed) {
      findings.add(
          Finding.fault(
              subject,
              "%d of %d replicas are in sync, min.insync.replicas is %d: writes are refused"
                  .formatted(topic.inSync(), topic.replicas(), needed),
              "bring the brokers back, or lower min.insync.replicas"));
    }
    Short wanted = cluster.layout().replicas();
    if (wanted != null && topic.replicas() < wanted) {
      findings.add(
          Finding.warning(
              subject,
              "has %d replicas, topics.replicas is %d".formatted(topic.replicas(), wanted),
              "kafka-reassign-partitions.sh adds more"));
    }
  }

  private void settings(
      TopicState topic, TopicKind<?> kind, int recordBytes, List<Finding> findings) {
    String subject = "topic " + topic.name();
    if (topic.settings() == null) {
      findings.add(
          Finding.warning(
              subject,
              "its limits are not shown to this principal; they will be learnt when a record"
                  + " is refused",
              Acl.grant(config.bootstrapServers(), "DESCRIBE_CONFIGS", "--topic " + topic.name())));
      return;
    }
    int allowed = topic.maxMessageBytes().orElse(Integer.MAX_VALUE);
    if (allowed < recordBytes) {
      findings.add(
          Finding.warning(
              subject,
              "accepts records of up to %d bytes, but %d may occur: larger ones %s"
                  .formatted(allowed, recordBytes, consequence(kind.sizeClass())),
              "kafka-configs.sh --bootstrap-server %s --alter --topic %s --add-config max.message.bytes=%d%s"
                  .formatted(
                      config.bootstrapServers(),
                      topic.name(),
                      recordBytes,
                      kind.sizeClass() == SizeClass.FRAME
                          ? ", or lower pipeline.maxFrameBytes"
                          : "")));
    }
    if (kind.cleanup() == Cleanup.COMPACT
        && !topic.settings().getOrDefault("cleanup.policy", "compact").contains("compact")) {
      findings.add(
          Finding.warning(
              subject,
              "is not compacted: its records are deleted after its retention time",
              "kafka-configs.sh --bootstrap-server %s --alter --topic %s --add-config cleanup.policy=compact"
                  .formatted(config.bootstrapServers(), topic.name())));
    }
    if (kind.cleanup() == Cleanup.DELETE
        && topic.settings().getOrDefault("cleanup.policy", "").contains("compact")) {
      findings.add(
          Finding.warning(
              subject,
              "is compacted: only the last record of each camera is kept",
              "kafka-configs.sh --bootstrap-server %s --alter --topic %s --add-config cleanup.policy=delete"
                  .formatted(config.bootstrapServers(), topic.name())));
    }
  }

  private static String consequence(SizeClass sizeClass) {
    return switch (sizeClass) {
      case FRAME -> "cannot be published";
      case RECORD -> "become dead letters";
      case DEAD_LETTER, RECORD_DEAD_LETTER -> "are dead-lettered without their value";
    };
  }

  private String create(TopicState topic) {
    return cluster.layout().topics(cluster.topics()).stream()
        .filter(spec -> spec.name().equals(topic.name()))
        .map((TopicSpec spec) -> spec.createCommand(config.bootstrapServers()))
        .findFirst()
        .orElse("create it");
  }
}
