package io.paastreams.event;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the pipeline's topics are created on a cluster that lacks them.
 *
 * @param partitions of every topic: the number of instances that can share the cameras
 * @param replicas copies of each partition; null takes the cluster's default
 * @param maxMessageBytes largest frame event; 1 MiB or more
 * @param frameRetention how long frames are kept; pictures fill disks
 * @param recordRetention how long detections, skips and dead letters are kept
 */
public record TopicLayout(
    int partitions,
    @Nullable Short replicas,
    int maxMessageBytes,
    Duration frameRetention,
    Duration recordRetention) {

  private static final int MIB = 1024 * 1024;

  // Of a dead letter: the failure's message and stack trace beside the frame's bytes.
  private static final int DEAD_LETTER_HEADERS = MIB;

  public TopicLayout {
    if (maxMessageBytes < MIB || maxMessageBytes > 1024 * MIB) {
      throw new IllegalArgumentException(
          "frame events may take 1 MiB to 1 GiB, not " + maxMessageBytes + " bytes");
    }
  }

  /** 8 partitions, frames of up to 16 MiB kept for a day, records for a week. */
  public static TopicLayout standard() {
    return new TopicLayout(8, null, 16 * MIB, Duration.ofDays(1), Duration.ofDays(7));
  }

  /** The same with another number of partitions. */
  public TopicLayout withPartitions(int other) {
    return new TopicLayout(other, replicas, maxMessageBytes, frameRetention, recordRetention);
  }

  /** The topics under their names. */
  public List<TopicSpec> topics(TopicNames names) {
    return List.of(
        topic(names.frames(), maxMessageBytes, frameRetention),
        topic(names.detections(), MIB, recordRetention),
        topic(names.skipped(), MIB, recordRetention),
        topic(names.deadLetters(), maxMessageBytes + DEAD_LETTER_HEADERS, recordRetention));
  }

  private TopicSpec topic(String name, int maxBytes, Duration retention) {
    return new TopicSpec(
        name,
        partitions,
        replicas,
        Map.of(
            "cleanup.policy", "delete",
            "max.message.bytes", Integer.toString(maxBytes),
            "retention.ms", Long.toString(retention.toMillis())));
  }
}
