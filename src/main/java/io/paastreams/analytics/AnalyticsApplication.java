package io.paastreams.analytics;

import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicUse;
import io.paastreams.event.Topics;
import io.paastreams.streams.Application;
import io.paastreams.streams.ApplicationHealth;
import io.paastreams.streams.ApplicationSettings;
import io.paastreams.streams.ApplicationStartException;
import io.paastreams.streams.ApplicationState;
import io.paastreams.streams.StreamsApplication;
import io.paastreams.streams.TopicCheck;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Runs analytics in this JVM. Several instances with one {@code applicationId} share the cameras.
 *
 * <p>The caller keeps ownership of the topics' serdes and closes them after the application.
 *
 * <p>Threading: safe. It is started once and closed once; further calls of {@link #close} do
 * nothing.
 */
public final class AnalyticsApplication implements Application {

  /** The topics that analytics uses, and how. */
  public static final List<TopicUse> TOPICS =
      List.of(
          TopicUse.reads(TopicKind.DETECTIONS),
          TopicUse.reads(TopicKind.SKIPPED),
          TopicUse.reads(TopicKind.RULES),
          TopicUse.writes(TopicKind.TRACKS),
          TopicUse.writes(TopicKind.EVENTS),
          TopicUse.writes(TopicKind.COUNTS),
          TopicUse.writes(TopicKind.ALERTS),
          TopicUse.writes(TopicKind.SCENE),
          TopicUse.writes(TopicKind.ANALYTICS_DEAD_LETTERS));

  private final StreamsApplication application;

  public AnalyticsApplication(AnalyticsConfig config, Topics topics, AnalyticsListener listener) {
    this(config, topics, List.of(listener));
  }

  public AnalyticsApplication(
      AnalyticsConfig config, Topics topics, List<AnalyticsListener> listeners) {
    AnalyticsListener safe = new SafeAnalyticsListener(listeners);
    ApplicationSettings settings = config.settings();
    this.application =
        new StreamsApplication(
            settings,
            new TopicCheck(settings, topics.names(), TOPICS),
            new AnalyticsWorkload(config, topics, safe, InstantSource.system()),
            safe::stateChanged);
  }

  /** The topology as Kafka Streams describes it; needs no broker. */
  public static String describe(Topics topics) {
    return AnalyticsTopology.shape(topics).describe().toString();
  }

  /** The topic that Kafka Streams creates for the states of an application with this id. */
  public static String changelog(String applicationId) {
    return applicationId + "-" + AnalyticsTopology.STATES + "-changelog";
  }

  /**
   * Checks the topics, reads the rules and starts. Returns once detections are being read.
   *
   * @throws ApplicationStartException if no broker answers, topics are missing, or the group is not
   *     joined in time; the application is closed then
   */
  @Override
  public void start() {
    application.start();
  }

  @Override
  public String name() {
    return application.name();
  }

  @Override
  public ApplicationState state() {
    return application.state();
  }

  /**
   * The current health. It is determined without network calls, so it is quick. Partitions count as
   * assigned once their states are restored.
   */
  public ApplicationHealth health() {
    return application.health();
  }

  /**
   * Records on its input topics that cannot be read under exactly-once, as a transaction before
   * them is open.
   */
  public long blockedRecords() {
    return application.blockedRecords();
  }

  /** Passes Kafka Streams to an observer that measures it. Call this before the start. */
  public void observe(Consumer<KafkaStreams> observer) {
    application.observe(observer);
  }

  /** Whether detections are being read, or will be without intervention. */
  @Override
  public boolean isHealthy() {
    return state().isHealthy();
  }

  /** Why analytics {@linkplain ApplicationState#FAILED failed}. */
  @Override
  public Optional<Throwable> failure() {
    return application.failure();
  }

  /** The reason for the failure as text for people, with the remedy if one is known. */
  @Override
  public String failureReason() {
    return application.failureReason();
  }

  /** Commits and leaves the group, within the close timeout. */
  @Override
  public void close() {
    application.close();
  }
}
