package io.paastreams.live;

import io.javalin.http.NotFoundResponse;
import io.paastreams.claimcheck.ClaimCheckReader;
import io.paastreams.event.Topic;
import io.paastreams.event.TopicKind;
import io.paastreams.live.FrameReader.Watched;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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

  final InstantSource clock;
  final LiveCluster cluster;
  final DependencyHealth health;
  final Known known;
  final Viewers viewers;
  final LiveReports reports;
  final FrameImages images;
  final EventStream stream = new EventStream();

  private final RecordFetcher fetcher;

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final FrameJoin join;
  private final boolean showImages;
  private final FrameMessages messages;
  private final @Nullable FrameReader frames;
  private final ScheduledExecutorService ticker;

  LiveState(
      LiveConfig config, LiveCluster cluster, @Nullable SSLContext instances, InstantSource clock) {
    this.clock = clock;
    this.cluster = cluster;
    this.showImages = config.showImages();
    health = new DependencyHealth(clock);
    known = new Known(clock);
    viewers = new Viewers(known.cameras);
    images =
        new FrameImages(new ClaimCheckReader(cluster.claimChecks()), Masks.read(config.masks()));
    fetcher = keep(new RecordFetcher(cluster));
    messages = keep(new FrameMessages(topic(TopicKind.FRAMES), images, viewers::publish));
    join = new FrameJoin(JOIN_BYTES, messages::add);
    MetricsScrape metrics = keep(MetricsScrape.start(config.metrics(), instances, clock));
    ClusterWatch watch = keep(ClusterWatch.start(cluster, health, clock));
    keep(RegistryWatch.start(cluster.topics(), health));
    reports = new LiveReports(clock, known, health, viewers, watch::latest, metrics::latest);
    frames =
        showImages
            ? keep(
                FrameReader.start(
                    cluster,
                    topic(TopicKind.FRAMES).name(),
                    join,
                    this::watched,
                    known.cameras::last))
            : null;
    Intake intake = new Intake(cluster.topics(), clock, known, stream, this::show, join::skipped);
    keep(RecordReader.start(cluster, intake.sources(), health));
    ticker =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "live-ticker");
              thread.setDaemon(true);
              return thread;
            });
    ticker.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  private void show(Sighting sighting) {
    if (showImages) {
      join.seen(sighting);
    } else {
      viewers.publish(LiveFrame.withoutImage(sighting));
    }
  }

  <V> Topic<V> topic(TopicKind<V> kind) {
    return cluster.topics().of(kind);
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
    return new Watched(watched, known.cameras.partitions(watched));
  }

  /** A viewer shows other cameras; it receives their latest frames at once. */
  void welcome(Viewer viewer) {
    viewers.welcome(viewer);
    if (!showImages) {
      viewer
          .watched()
          .forEach(
              camera ->
                  known
                      .cameras
                      .last(camera)
                      .ifPresent(last -> viewer.offer(LiveFrame.withoutImage(last), false)));
    }
  }

  private void tick() {
    try {
      viewers.publish(Json.text(reports.nextStatus()));
    } catch (RuntimeException e) {
      LOG.warn("the status could not be determined", e);
    }
  }

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
