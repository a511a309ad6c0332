package io.paastreams.event;

import io.paastreams.event.avro.v1.DetectionRecord;
import io.paastreams.event.avro.v1.FrameEvent;
import java.util.List;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * The serdes of the topics' values, sharing one registry client.
 *
 * <p>What cannot be read throws {@link org.apache.kafka.common.errors.SerializationException} if
 * the record is at fault and {@link RegistryException} if it is not. The serializers also write the
 * CloudEvents headers, and {@code traceparent} on frames that have none.
 *
 * <p>Threading: safe, and so are the serdes; a user's Serde class must be. Close it after the last
 * producer, consumer or stream that uses it.
 */
public final class EventSerdes implements AutoCloseable {

  private final SchemaRegistry registry;
  private final RecordFormat<FrameEvent> frameFormat;
  private final RecordFormat<DetectionRecord> detectionFormat;
  private final RecordFormat<io.paastreams.event.avro.v1.SkippedFrame> skippedFormat;

  private EventSerdes(SchemaRegistry registry, EventSerdesConfig config) {
    GeneratedClasses.trust();
    this.registry = registry;
    this.frameFormat = format(config.frameSerde(), FrameEvent.class, new FrameCodec(), config);
    this.detectionFormat =
        format(config.detectionSerde(), DetectionRecord.class, new DetectedFrameCodec(), config);
    this.skippedFormat =
        format(
            config.skippedSerde(),
            io.paastreams.event.avro.v1.SkippedFrame.class,
            new SkippedFrameCodec(),
            config);
  }

  /**
   * Serdes for a registry, which is asked at the first record or at {@link #prepare}.
   *
   * @throws IllegalArgumentException if a named Serde class cannot be used
   */
  public static EventSerdes of(EventSerdesConfig config) {
    return new EventSerdes(new ConfluentSchemaRegistry(config.registry()), config);
  }

  /** Serdes over any registry. */
  static EventSerdes over(SchemaRegistry registry, EventSerdesConfig config) {
    return new EventSerdes(registry, config);
  }

  /**
   * Asks the registry now for what writing will need, registering schemas where that is allowed, so
   * that a wrong address or an incompatible subject shows at the start and later outages do not
   * matter to the writers. Named Serde classes ask for themselves, at their first record.
   *
   * @throws RegistryException if the registry does not answer or refuses
   */
  public void prepare(TopicNames topics) {
    frameFormat.prepare(topics.frames());
    detectionFormat.prepare(topics.detections());
    skippedFormat.prepare(topics.skipped());
  }

  /**
   * How the topics' subjects stand to our schemas. Registers nothing.
   *
   * @throws RegistryException if the registry does not answer or refuses
   */
  public List<SubjectState> inspect(TopicNames topics) {
    return List.of(
        frameFormat.inspect(topics.frames()),
        detectionFormat.inspect(topics.detections()),
        skippedFormat.inspect(topics.skipped()));
  }

  public Serde<Frame> frame() {
    return new EventSerde<>(new FrameCodec(), frameFormat);
  }

  public Serde<DetectedFrame> detectedFrame() {
    return new EventSerde<>(new DetectedFrameCodec(), detectionFormat);
  }

  public Serde<SkippedFrame> skippedFrame() {
    return new EventSerde<>(new SkippedFrameCodec(), skippedFormat);
  }

  @Override
  public void close() {
    frameFormat.close();
    detectionFormat.close();
    skippedFormat.close();
    registry.close();
  }

  private <V, R extends SpecificRecordBase> RecordFormat<R> format(
      @Nullable String named, Class<R> type, RecordCodec<V, R> codec, EventSerdesConfig config) {
    return named == null
        ? new ConfluentWireFormat<>(registry, codec.schema())
        : NamedSerdeFormat.create(named, type, codec.schema(), config);
  }
}
