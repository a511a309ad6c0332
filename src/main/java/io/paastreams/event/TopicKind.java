package io.paastreams.event;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A kind of topic: its content, its default name, and how it is created. {@link #all} is the only
 * list of kinds; names, serdes, layout, configuration keys, checks and documentation are derived
 * from it.
 *
 * <p>A new topic is a schema in {@code schemas/current}, a record, a {@link RecordCodec}, a
 * constant here, and a line in the topology of the application that reads or writes it.
 *
 * <p>Threading: immutable. Two kinds are equal only if they are the same.
 *
 * @param <V> type of the record values
 */
public final class TopicKind<V> {

  /** Frame events. */
  public static final TopicKind<Frame> FRAMES =
      of("frames", "frames.v1", "Frame events, the input.", new FrameCodec())
          .sized(SizeClass.FRAME)
          .kept(Retention.FRAMES);

  /** The detections of frames. */
  public static final TopicKind<DetectedFrame> DETECTIONS =
      of("detections", "detections.v1", "Detection records, the output.", new DetectedFrameCodec());

  /** Frames that were deliberately not detected. */
  public static final TopicKind<SkippedFrame> SKIPPED =
      of("skipped", "frames.skipped.v1", "Frames skipped on purpose.", new SkippedFrameCodec());

  /** Records that failed, with their original bytes. */
  public static final TopicKind<byte[]> DEAD_LETTERS =
      new TopicKind<byte[]>(
          "deadLetters",
          "frames.dlq.v1",
          "Records that failed.",
          null,
          SizeClass.DEAD_LETTER,
          Retention.RECORDS,
          Cleanup.DELETE,
          Spread.OVER_PARTITIONS);

  /** The objects of each frame with their identities. */
  public static final TopicKind<TrackedFrame> TRACKS =
      of("tracks", "tracks.v1", "Objects per frame, with track ids.", new TrackedFrameCodec());

  /** What happened to objects. */
  public static final TopicKind<ObjectEvent> EVENTS =
      of("events", "events.v1", "What happened to an object, once.", new ObjectEventCodec());

  /** What was counted in spans of time. */
  public static final TopicKind<CountWindow> COUNTS =
      of("counts", "counts.v1", "Counts per zone, line and window.", new CountWindowCodec());

  /** Conditions of rules that began to hold or ended. */
  public static final TopicKind<Alert> ALERTS =
      of("alerts", "alerts.v1", "Alerts, raised and cleared.", new AlertCodec());

  /** The latest state of each camera. */
  public static final TopicKind<Scene> SCENE =
      of("scene", "scene.v1", "The latest state of each camera.", new SceneCodec()).compacted();

  /** The rules in force. */
  public static final TopicKind<RuleSet> RULES =
      of("rules", "rules.v1", "The rules in force, the latest record.", new RuleSetCodec())
          .compacted()
          .inOnePartition();

  /** Detection records that analytics could not use. */
  public static final TopicKind<byte[]> ANALYTICS_DEAD_LETTERS =
      new TopicKind<byte[]>(
          "analyticsDeadLetters",
          "analytics.dlq.v1",
          "Detection records that analytics could not use.",
          null,
          SizeClass.RECORD_DEAD_LETTER,
          Retention.RECORDS,
          Cleanup.DELETE,
          Spread.OVER_PARTITIONS);

  private static final List<TopicKind<?>> ALL =
      List.of(
          FRAMES,
          DETECTIONS,
          SKIPPED,
          DEAD_LETTERS,
          TRACKS,
          EVENTS,
          COUNTS,
          ALERTS,
          SCENE,
          RULES,
          ANALYTICS_DEAD_LETTERS);

  /** How large the records of a topic may become. */
  public enum SizeClass {
    /** A frame event: as large as an encoded image. */
    FRAME,
    /** A record without an image, far below Kafka's default limit of 1 MiB. */
    RECORD,
    /** Any record of the frames topic plus the description of a failure. */
    DEAD_LETTER,
    /** A record without image, and the description of a failure. */
    RECORD_DEAD_LETTER
  }

  /** Which of the configured times a topic keeps its records. */
  public enum Retention {
    FRAMES,
    RECORDS
  }

  /** What happens to old records. */
  public enum Cleanup {
    /** They are deleted after the retention time. */
    DELETE,
    /** The last record of each key is kept. */
    COMPACT
  }

  /** Over how many partitions a topic's records are spread. */
  public enum Spread {
    /** As many as the user asks for. */
    OVER_PARTITIONS,
    /** One, so that all records have one order. */
    ONE_PARTITION
  }

  private final String id;
  private final String defaultName;
  private final String meaning;
  private final @Nullable RecordCodec<V, ?> codec;
  private final SizeClass sizeClass;
  private final Retention retention;
  private final Cleanup cleanup;
  private final Spread spread;

  private TopicKind(
      String id,
      String defaultName,
      String meaning,
      @Nullable RecordCodec<V, ?> codec,
      SizeClass sizeClass,
      Retention retention,
      Cleanup cleanup,
      Spread spread) {
    this.id = id;
    this.defaultName = defaultName;
    this.meaning = meaning;
    this.codec = codec;
    this.sizeClass = sizeClass;
    this.retention = retention;
    this.cleanup = cleanup;
    this.spread = spread;
  }

  /** A topic of Avro records without images that are deleted after the records' retention time. */
  static <V> TopicKind<V> of(
      String id, String defaultName, String meaning, RecordCodec<V, ?> codec) {
    return new TopicKind<>(
        id,
        defaultName,
        meaning,
        codec,
        SizeClass.RECORD,
        Retention.RECORDS,
        Cleanup.DELETE,
        Spread.OVER_PARTITIONS);
  }

  private TopicKind<V> sized(SizeClass other) {
    return new TopicKind<>(id, defaultName, meaning, codec, other, retention, cleanup, spread);
  }

  private TopicKind<V> kept(Retention other) {
    return new TopicKind<>(id, defaultName, meaning, codec, sizeClass, other, cleanup, spread);
  }

  /** A copy that keeps the last record of each key, as for a topic that holds state. */
  TopicKind<V> compacted() {
    return new TopicKind<>(
        id, defaultName, meaning, codec, sizeClass, retention, Cleanup.COMPACT, spread);
  }

  /** Keeps all records in one order. */
  private TopicKind<V> inOnePartition() {
    return new TopicKind<>(
        id, defaultName, meaning, codec, sizeClass, retention, cleanup, Spread.ONE_PARTITION);
  }

  /** Every kind of topic, the input first. */
  public static List<TopicKind<?>> all() {
    return ALL;
  }

  /** The name in configuration keys: {@code topics.ID} and {@code serdes.ID}. */
  public String id() {
    return id;
  }

  /** The topic's name unless the user sets another. */
  public String defaultName() {
    return defaultName;
  }

  /** The content of the topic in one sentence for people. */
  public String meaning() {
    return meaning;
  }

  public SizeClass sizeClass() {
    return sizeClass;
  }

  public Retention retention() {
    return retention;
  }

  public Cleanup cleanup() {
    return cleanup;
  }

  public Spread spread() {
    return spread;
  }

  /** Whether the values are Avro records rather than raw bytes. */
  public boolean hasSchema() {
    return codec != null;
  }

  /** The values' schema as in {@code schemas/current}, as indented JSON; empty for plain bytes. */
  public Optional<String> schema() {
    return Optional.ofNullable(codec)
        .map(each -> EventSchemas.published(each.schema()).toString(true));
  }

  @Nullable RecordCodec<V, ?> codec() {
    return codec;
  }

  @Override
  public String toString() {
    return id;
  }
}
