package io.paastreams.event;

import io.paastreams.setting.Setting;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingType;
import io.paastreams.setting.SettingValues;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the topics are created on a cluster that lacks them.
 *
 * @param partitions the partitions of every topic that is spread: the number of instances that can
 *     share the cameras
 * @param replicas the copies of each partition; null for the cluster's default
 * @param maxMessageBytes the largest frame event; at least 1 MiB
 * @param frameRetention how long frames are kept; images fill disks
 * @param recordRetention how long detections, skips and dead letters are kept
 */
public record TopicLayout(
    int partitions,
    @Nullable Short replicas,
    int maxMessageBytes,
    Duration frameRetention,
    Duration recordRetention) {

  /** The limit of a record without an image. */
  public static final int RECORD_BYTES = 1024 * 1024;

  private static final int MIB = RECORD_BYTES;

  private static final Duration MOST = Duration.ofDays(365_000);

  public static final SettingSection SETTINGS = SettingSection.named("topics");

  public static final Setting<Integer> PARTITIONS =
      SETTINGS.standard(
          "partitions",
          SettingType.integer(1, 10_000),
          8,
          "Partitions of topics that --create-topics creates.");
  public static final Setting<Integer> REPLICAS =
      SETTINGS.optional(
          "replicas",
          SettingType.integer(1, 100),
          "Replication factor of these topics; the cluster's default if not set.");
  public static final Setting<Duration> FRAME_RETENTION =
      SETTINGS.standard(
          "frameRetention",
          SettingType.duration(Duration.ZERO, MOST),
          Duration.ofDays(1),
          "How long a created frames topic keeps its images.");
  public static final Setting<Duration> RECORD_RETENTION =
      SETTINGS.standard(
          "recordRetention",
          SettingType.duration(Duration.ZERO, MOST),
          Duration.ofDays(7),
          "How long the other created topics keep their records.");

  /** Kafka's default of 1 MiB is less than many frames. */
  private static final int LEAST_FRAME_LIMIT = 16 * MIB;

  // What a dead letter adds to the frame's bytes: the failure's message and stack trace.
  private static final int DEAD_LETTER_HEADERS = MIB;

  public TopicLayout {
    if (maxMessageBytes < MIB || maxMessageBytes > 1024 * MIB) {
      throw new IllegalArgumentException(
          "frame events may take 1 MiB to 1 GiB, not " + maxMessageBytes + " bytes");
    }
  }

  /**
   * The default layout: 8 partitions, frames of up to 16 MiB kept for a day, records for a week.
   */
  public static TopicLayout standard() {
    return of(SettingValues.DEFAULTS, 8 * MIB);
  }

  /**
   * What a user chose.
   *
   * @param largestFrameBytes the largest frame that the pipeline admits; a topic that refused one
   *     would stop it
   */
  public static TopicLayout of(SettingValues values, long largestFrameBytes) {
    @Nullable Integer replicas = values.find(REPLICAS);
    return new TopicLayout(
        values.get(PARTITIONS),
        replicas == null ? null : replicas.shortValue(),
        (int) Math.min(Math.max(LEAST_FRAME_LIMIT, 2 * largestFrameBytes), 1 << 30),
        values.get(FRAME_RETENTION),
        values.get(RECORD_RETENTION));
  }

  /** A copy with another number of partitions. */
  public TopicLayout withPartitions(int other) {
    return new TopicLayout(other, replicas, maxMessageBytes, frameRetention, recordRetention);
  }

  /** The topics under their names. */
  public List<TopicSpec> topics(TopicNames names) {
    return names.byKind().keySet().stream().map(kind -> spec(kind, names.of(kind))).toList();
  }

  private TopicSpec spec(TopicKind<?> kind, String name) {
    Duration retention =
        switch (kind.retention()) {
          case FRAMES -> frameRetention;
          case RECORDS -> recordRetention;
        };
    Map<String, String> settings = new HashMap<>();
    settings.put("cleanup.policy", kind.cleanup().name().toLowerCase(Locale.ROOT));
    settings.put("max.message.bytes", Integer.toString(maxBytes(kind.sizeClass())));
    if (kind.cleanup() == TopicKind.Cleanup.DELETE) {
      settings.put("retention.ms", Long.toString(retention.toMillis()));
    }
    int spread =
        switch (kind.spread()) {
          case OVER_PARTITIONS -> partitions;
          case ONE_PARTITION -> 1;
        };
    return new TopicSpec(name, spread, replicas, settings);
  }

  private int maxBytes(TopicKind.SizeClass sizeClass) {
    return switch (sizeClass) {
      case FRAME -> maxMessageBytes;
      case RECORD -> RECORD_BYTES;
      case DEAD_LETTER -> maxMessageBytes + DEAD_LETTER_HEADERS;
      case RECORD_DEAD_LETTER -> MIB + DEAD_LETTER_HEADERS;
    };
  }
}
