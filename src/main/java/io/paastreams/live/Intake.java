package io.paastreams.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.paastreams.cluster.RulesTopic;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.RuleSet;
import io.paastreams.event.SkippedFrame;
import io.paastreams.event.TopicKind;
import io.paastreams.event.Topics;
import io.paastreams.event.TrackedFrame;
import io.paastreams.live.RecordReader.Source;
import io.paastreams.rules.RuleFile;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Takes the records of all topics but the frames: what they say is {@link Known} from then on, and
 * what was seen in a frame is handed on to be shown.
 *
 * <p>Threading: none of its own; the record reader calls it.
 */
final class Intake {

  private static final long RECENT = 200;
  private static final long RECENT_LETTERS = 50;

  private final Topics topics;
  private final InstantSource clock;
  private final Known known;
  private final EventStream stream;
  private final Consumer<Sighting> shown;
  private final Skips skips;

  /** Learns that a frame will not be detected. */
  interface Skips {
    void skipped(String camera, int partition, long offset);
  }

  /**
   * Takes nothing yet.
   *
   * @param shown takes what was found in a frame
   */
  Intake(
      Topics topics,
      InstantSource clock,
      Known known,
      EventStream stream,
      Consumer<Sighting> shown,
      Skips skips) {
    this.topics = topics;
    this.clock = clock;
    this.known = known;
    this.stream = stream;
    this.shown = shown;
    this.skips = skips;
  }

  /** The topics by name, and who takes their records. */
  Map<String, Source> sources() {
    Map<String, Source> sources = new HashMap<>();
    sources.put(topics.of(TopicKind.DETECTIONS).name(), new Source(RECENT, this::detected));
    sources.put(topics.of(TopicKind.SKIPPED).name(), new Source(0, this::skipped));
    sources.put(
        topics.of(TopicKind.DEAD_LETTERS).name(), new Source(RECENT_LETTERS, this::deadLettered));
    sources.put(topics.of(TopicKind.TRACKS).name(), new Source(0, this::tracked));
    sources.put(
        topics.of(TopicKind.EVENTS).name(),
        new Source(
            RECENT,
            record ->
                put(TopicKind.EVENTS, record, known.events, EventReport::of, EventReport::id)
                    .ifPresent(event -> stream.publish("event", event.camera(), event))));
    sources.put(
        topics.of(TopicKind.COUNTS).name(),
        new Source(
            RECENT,
            record ->
                put(TopicKind.COUNTS, record, known.counts, CountReport::of, CountReport::id)));
    sources.put(
        topics.of(TopicKind.ALERTS).name(),
        new Source(
            RECENT,
            record ->
                Optional.ofNullable(read(TopicKind.ALERTS, record))
                    .map(known.alerts::take)
                    .ifPresent(alert -> stream.publish("alert", alert.camera(), alert))));
    sources.put(topics.of(TopicKind.RULES).name(), new Source(Long.MAX_VALUE, this::applied));
    return sources;
  }

  private <V, T> Optional<T> put(
      TopicKind<V> kind,
      ConsumerRecord<byte[], byte[]> record,
      History<T> history,
      Function<V, T> report,
      Function<T, String> id) {
    V value = read(kind, record);
    if (value == null) {
      return Optional.empty();
    }
    T thing = report.apply(value);
    history.put(id.apply(thing), thing);
    return Optional.of(thing);
  }

  private void applied(ConsumerRecord<byte[], byte[]> record) {
    String key = RulesTopic.keyOf(record);
    RuleSet rules = read(TopicKind.RULES, record);
    if (rules != null && RuleFile.parse(rules.yaml()).rules() == null) {
      return; // analytics refuses them as well, and those before remain in force
    }
    if (key.equals(RuleSet.KEY)) {
      known.rules.putInForce(rules);
    } else if (RuleSet.isPrevious(key) && rules != null) {
      known.rules.remember(rules);
    }
  }

  private void tracked(ConsumerRecord<byte[], byte[]> record) {
    TrackedFrame frame = read(TopicKind.TRACKS, record);
    if (frame == null || frame.late()) {
      return;
    }
    Sighting sighting = Sighting.of(frame, known.cameras.model(frame.cameraId()));
    known.cameras.tracked(sighting, Instant.ofEpochMilli(record.timestamp()));
    shown.accept(sighting);
  }

  private void detected(ConsumerRecord<byte[], byte[]> record) {
    DetectedFrame frame = read(TopicKind.DETECTIONS, record);
    if (frame == null) {
      return;
    }
    known.cameras.detected(frame, Instant.ofEpochMilli(record.timestamp()));
    if (isNew(record)) {
      known.machine.detected(frame);
    }
    if (!known.cameras.isTracked(frame.cameraId())) {
      shown.accept(Sighting.of(frame));
    }
  }

  private void skipped(ConsumerRecord<byte[], byte[]> record) {
    SkippedFrame frame = read(TopicKind.SKIPPED, record);
    if (frame == null) {
      return;
    }
    known.cameras.skipped(frame, Instant.ofEpochMilli(record.timestamp()));
    known.machine.skipped(frame);
    skips.skipped(frame.cameraId(), frame.source().partition(), frame.source().offset());
  }

  private void deadLettered(ConsumerRecord<byte[], byte[]> record) {
    Letter letter = Letter.of(record);
    known.letters.put(letter.id(), letter);
    stream.publish("letter", letter.camera(), letter);
    if (isNew(record)) {
      known.machine.dead(letter.reason());
    }
    if (record.key() != null) {
      known.cameras.dead(new String(record.key(), UTF_8), Instant.ofEpochMilli(record.timestamp()));
    }
  }

  /** Rates and ages refer to what happens now, not to the history that is read at the start. */
  private boolean isNew(ConsumerRecord<byte[], byte[]> record) {
    return record.timestamp() > clock.millis() - 5_000;
  }

  private <V> V read(TopicKind<V> kind, ConsumerRecord<byte[], byte[]> record) {
    return topics
        .of(kind)
        .valueSerde()
        .deserializer()
        .deserialize(record.topic(), record.headers(), record.value());
  }
}
