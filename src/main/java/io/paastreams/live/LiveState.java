package io.paastreams.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.NotFoundResponse;
import io.paastreams.claimcheck.ClaimCheckReader;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.RuleSet;
import io.paastreams.event.SkippedFrame;
import io.paastreams.event.Topic;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TrackedFrame;
import io.paastreams.live.FrameReader.Watched;
import io.paastreams.live.RecordReader.Source;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that the page knows, kept up to date by readers of the topics until it is closed.
 *
 * <p>Threading: safe; each part documents its own.
 */
final class LiveState implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LiveState.class);

  /** The budget for frames that wait for their detections, per partition. */
  private static final long JOIN_BYTES = 32L << 20;

  private static final long RECENT = 200;
  private static final long RECENT_LETTERS = 50;
  private static final int MOST_EVENTS = 2_000;
  private static final int MOST_OTHERS = 500;

  final InstantSource clock;
  final LiveCluster cluster;
  final DependencyHealth health;
  final Cameras cameras;
  final Viewers viewers;
  final LoadHistory machine;
  final History<Letter> letters = new History<>(MOST_OTHERS);
  final History<EventReport> events = new History<>(MOST_EVENTS);
  final Alerts alerts = new Alerts(MOST_OTHERS);
  final History<CountReport> counts = new History<>(MOST_EVENTS);
  final History<RuleSet> rules = new History<>(MOST_OTHERS);
  final FrameImages images;
  final EventStream stream = new EventStream();

  private final RecordFetcher fetcher;

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final FrameJoin join;
  private final boolean showImages;
  private final FrameMessages messages;
  private final @Nullable FrameReader frames;
  private final ClusterWatch watch;
  private final MetricsScrape metrics;
  private final ScheduledExecutorService ticker;

  LiveState(
      LiveConfig config, LiveCluster cluster, @Nullable SSLContext instances, InstantSource clock) {
    this.clock = clock;
    this.cluster = cluster;
    this.showImages = config.showImages();
    health = new DependencyHealth(clock);
    cameras = new Cameras(clock);
    viewers = new Viewers(cameras);
    machine = new LoadHistory(clock);
    images =
        new FrameImages(new ClaimCheckReader(cluster.claimChecks()), Masks.read(config.masks()));
    fetcher = keep(new RecordFetcher(cluster));
    messages = keep(new FrameMessages(topic(TopicKind.FRAMES), images, viewers::publish));
    join = new FrameJoin(JOIN_BYTES, messages::add);
    metrics = keep(MetricsScrape.start(config.metrics(), instances, clock));
    watch = keep(ClusterWatch.start(cluster, health, clock));
    keep(RegistryWatch.start(cluster.topics(), health));
    frames =
        showImages
            ? keep(
                FrameReader.start(
                    cluster, topic(TopicKind.FRAMES).name(), join, this::watched, cameras::last))
            : null;
    keep(RecordReader.start(cluster, sources(), health));
    ticker =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "live-ticker");
              thread.setDaemon(true);
              return thread;
            });
    ticker.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  private Map<String, Source> sources() {
    Map<String, Source> sources = new HashMap<>();
    sources.put(topic(TopicKind.DETECTIONS).name(), new Source(RECENT, this::detected));
    sources.put(topic(TopicKind.SKIPPED).name(), new Source(0, this::skipped));
    sources.put(
        topic(TopicKind.DEAD_LETTERS).name(), new Source(RECENT_LETTERS, this::deadLettered));
    sources.put(topic(TopicKind.TRACKS).name(), new Source(0, this::tracked));
    sources.put(
        topic(TopicKind.EVENTS).name(),
        new Source(
            RECENT,
            record ->
                put(TopicKind.EVENTS, record, events, EventReport::of, EventReport::id)
                    .ifPresent(event -> stream.publish("event", event.camera(), event))));
    sources.put(
        topic(TopicKind.COUNTS).name(),
        new Source(
            RECENT,
            record -> put(TopicKind.COUNTS, record, counts, CountReport::of, CountReport::id)));
    sources.put(
        topic(TopicKind.ALERTS).name(),
        new Source(
            RECENT,
            record ->
                Optional.ofNullable(read(TopicKind.ALERTS, record))
                    .map(alerts::take)
                    .ifPresent(alert -> stream.publish("alert", alert.camera(), alert))));
    sources.put(
        topic(TopicKind.RULES).name(),
        new Source(
            Long.MAX_VALUE,
            record -> put(TopicKind.RULES, record, rules, Function.identity(), RuleSet::version)));
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

  private void tracked(ConsumerRecord<byte[], byte[]> record) {
    TrackedFrame frame = read(TopicKind.TRACKS, record);
    if (frame == null || frame.late()) {
      return;
    }
    Sighting sighting = Sighting.of(frame, cameras.model(frame.cameraId()));
    cameras.tracked(sighting, Instant.ofEpochMilli(record.timestamp()));
    show(sighting);
  }

  private void detected(ConsumerRecord<byte[], byte[]> record) {
    DetectedFrame frame = read(TopicKind.DETECTIONS, record);
    if (frame == null) {
      return;
    }
    cameras.detected(frame, Instant.ofEpochMilli(record.timestamp()));
    if (isNew(record)) {
      machine.detected(frame);
    }
    if (!cameras.isTracked(frame.cameraId())) {
      show(Sighting.of(frame));
    }
  }

  private void show(Sighting sighting) {
    if (showImages) {
      join.seen(sighting);
    } else {
      viewers.publish(LiveFrame.withoutImage(sighting));
    }
  }

  private void skipped(ConsumerRecord<byte[], byte[]> record) {
    SkippedFrame frame = read(TopicKind.SKIPPED, record);
    if (frame == null) {
      return;
    }
    cameras.skipped(frame, Instant.ofEpochMilli(record.timestamp()));
    machine.skipped(frame);
    join.skipped(frame.cameraId(), frame.source().partition(), frame.source().offset());
  }

  private void deadLettered(ConsumerRecord<byte[], byte[]> record) {
    Letter letter = Letter.of(record);
    letters.put(letter.id(), letter);
    stream.publish("letter", letter.camera(), letter);
    if (isNew(record)) {
      machine.dead(letter.reason());
    }
    if (record.key() != null) {
      cameras.dead(new String(record.key(), UTF_8), Instant.ofEpochMilli(record.timestamp()));
    }
  }

  /** Rates and ages refer to what happens now, not to the history that is read at the start. */
  private boolean isNew(ConsumerRecord<byte[], byte[]> record) {
    return record.timestamp() > clock.millis() - 5_000;
  }

  private <V> V read(TopicKind<V> kind, ConsumerRecord<byte[], byte[]> record) {
    return topic(kind)
        .valueSerde()
        .deserializer()
        .deserialize(record.topic(), record.headers(), record.value());
  }

  <V> Topic<V> topic(TopicKind<V> kind) {
    return cluster.topics().of(kind);
  }

  EventReport event(String id) {
    return events.get(id).orElseThrow(() -> absent("event"));
  }

  Letter letter(String id) {
    return letters.get(id).orElseThrow(() -> absent("dead letter"));
  }

  private static NotFoundResponse absent(String what) {
    return new NotFoundResponse("there is no such " + what + " among the latest ones");
  }

  /** The record of a dead letter. */
  ConsumerRecord<byte[], byte[]> fetch(Letter letter) {
    return fetch(topic(TopicKind.DEAD_LETTERS).name(), letter.partition(), letter.offset());
  }

  ConsumerRecord<byte[], byte[]> fetch(String topic, int partition, long offset) {
    health.requireBroker();
    return fetcher
        .fetch(topic, partition, offset)
        .orElseThrow(() -> new NotFoundResponse("the record no longer exists"));
  }

  /** The partitions of the frames topic that are read now. */
  Set<Integer> partitionsRead() {
    return frames == null ? Set.of() : frames.reading();
  }

  private Watched watched() {
    Set<String> watched = viewers.watched();
    return new Watched(watched, cameras.partitions(watched));
  }

  /** A viewer shows other cameras; it receives their latest frames at once. */
  void welcome(Viewer viewer) {
    viewers.welcome(viewer);
    if (!showImages) {
      viewer
          .watched()
          .forEach(
              camera ->
                  cameras
                      .last(camera)
                      .ifPresent(last -> viewer.offer(LiveFrame.withoutImage(last), false)));
    }
  }

  private void tick() {
    try {
      LoadHistory.Point point = machine.tick(watch.latest(), metrics.latest());
      viewers.publish(Json.text(status(point)));
    } catch (RuntimeException e) {
      LOG.warn("the status could not be determined", e);
    }
  }

  /** The status as it is sent every second. */
  Status status(LoadHistory.Point point) {
    return new Status(
        "status",
        clock.millis(),
        health.report(),
        cameras.reports(),
        point,
        alerts.unnoted(),
        versions());
  }

  private Map<String, Long> versions() {
    return Map.of(
        "letters", letters.version(),
        "events", events.version(),
        "alerts", alerts.version(),
        "counts", counts.version(),
        "rules", rules.version());
  }

  LiveFigures figures() {
    DependencyHealth.Report report = health.report();
    Map<String, Long> byState = new TreeMap<>();
    for (CameraActivity.State each : CameraActivity.State.values()) {
      byState.put(each.name().toLowerCase(Locale.ROOT), 0L);
    }
    cameras
        .reports()
        .forEach(
            each -> byState.merge(each.state().name().toLowerCase(Locale.ROOT), 1L, Long::sum));
    return new LiveFigures(
        health.brokersAnswer(),
        report.registry() == null,
        viewers.count(),
        viewers.sentFrames(),
        viewers.sentBytes(),
        viewers.droppedFrames(),
        report.unreadable(),
        byState);
  }

  MachineReport machineReport() {
    return new MachineReport(
        machine.points(), machine.reasons(), watch.latest(), metrics.latest(), viewers.count());
  }

  /**
   * What every browser receives each second.
   *
   * @param now milliseconds since the epoch by the server's clock, from which ages are computed
   * @param alerts the number of open alerts that nobody has acknowledged
   * @param versions per kind of item, a number that changes when there is something new
   */
  record Status(
      String type,
      long now,
      DependencyHealth.Report health,
      List<CameraReport> cameras,
      LoadHistory.Point point,
      long alerts,
      Map<String, Long> versions) {}

  /** What the load view shows. */
  record MachineReport(
      List<LoadHistory.Point> points,
      LoadHistory.Reasons reasons,
      ClusterWatch.Report cluster,
      MetricsScrape.Report metrics,
      int viewers) {}

  private <T extends AutoCloseable> T keep(T part) {
    opened.push(part);
    return part;
  }

  /** Closes everything in parallel, because each part may wait for an answer of the cluster. */
  @Override
  public void close() {
    ticker.shutdownNow();
    stream.close();
    opened.parallelStream()
        .forEach(
            part -> {
              try {
                part.close();
              } catch (Exception e) {
                LOG.debug("{} did not close cleanly", part.getClass().getSimpleName(), e);
              }
            });
  }
}
