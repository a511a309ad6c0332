package io.paastreams.streams;

import io.paastreams.cluster.ClientFailures;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one Kafka Streams client in this JVM, from the check of the topics to the last commit. What
 * it computes is defined by a {@link Workload}.
 *
 * <p>Threading: safe. It may be started once and closed once; further calls of {@link #close} do
 * nothing.
 */
public final class StreamsApplication implements Application {

  private static final Logger LOG = LoggerFactory.getLogger(StreamsApplication.class);

  private final ApplicationSettings settings;
  private final TopicCheck topicCheck;
  private final Workload workload;
  private final StreamThreadFailureHandler failures;

  private final LifeCycle life;

  private final AssignmentLog assignments = new AssignmentLog(line -> LOG.info("{}", line));

  private final ReadGaps gaps = new ReadGaps();
  private final TopicWatch topicWatch;

  private volatile @Nullable KafkaStreams streams;
  private volatile Consumer<KafkaStreams> observer = streams -> {};

  /**
   * Creates an application that is not started.
   *
   * @param listener is told every state change, in order, one at a time; must not throw
   */
  public StreamsApplication(
      ApplicationSettings settings,
      TopicCheck topicCheck,
      Workload workload,
      Consumer<ApplicationState> listener) {
    this.settings = settings;
    this.topicCheck = topicCheck;
    this.workload = workload;
    this.life = new LifeCycle(listener);
    this.topicWatch =
        new TopicWatch(
            gaps,
            () ->
                settings.guarantee() == Guarantee.EXACTLY_ONCE && streams != null
                    ? partitions(streams)
                    : List.of(),
            TopicWatch.offsetsFor(settings),
            workload::expired);
    this.failures =
        new StreamThreadFailureHandler(settings, workload.fatalCauses(), System::nanoTime);
  }

  /** Passes Kafka Streams to an observer that measures it. Call this before the start. */
  public void observe(Consumer<KafkaStreams> observer) {
    this.observer = observer;
  }

  /**
   * Checks the topics and starts. Returns when records are read.
   *
   * @throws ApplicationStartException if no broker answers, topics are missing, or the group is not
   *     joined in time; the application is then closed
   */
  @Override
  public void start() {
    life.moveTo(ApplicationState.STARTING);
    try {
      RecordLimits limits = topicCheck.run();
      Topology topology = workload.prepare(limits);
      Properties properties = KafkaSettings.of(settings, limits);
      properties.putIfAbsent(StreamsConfig.CLIENT_ID_CONFIG, workload.clientId());
      properties.put(ReadGaps.SETTING, gaps);
      KafkaStreams streams = new KafkaStreams(topology, properties);
      this.streams = streams;
      streams.setUncaughtExceptionHandler(
          failure -> {
            if (StreamThreadFailureHandler.hasCause(failure, RecordTooLargeException.class)) {
              askAgain(limits);
            }
            return failures.handle(failure);
          });
      streams.setStateListener((now, before) -> follow(streams, now));
      observer.accept(streams);
      topicWatch.start();
      begin(streams);
      awaitRunning();
      workload.started();
    } catch (RuntimeException failure) {
      RuntimeException e =
          failure instanceof KafkaException kafka
              ? unusable(kafka) // such as a login that its module cannot read
              : failure;
      boolean interrupted = Thread.interrupted(); // because closing waits
      close();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      throw e;
    }
  }

  private ApplicationStartException unusable(KafkaException failure) {
    Map<String, Object> properties = new HashMap<>(settings.kafka());
    properties.put("bootstrap.servers", settings.bootstrapServers());
    RuntimeException reason = ClientFailures.unusable(failure, properties);
    return new ApplicationStartException(String.valueOf(reason.getMessage()), reason);
  }

  /**
   * Begins unless another thread has closed the application in the meantime and found nothing to
   * close.
   */
  private void begin(KafkaStreams streams) {
    if (!state().isHealthy()) {
      streams.close();
      workload.close(settings.closeTimeout());
      throw new ApplicationStartException(
          "%s was closed while it was starting".formatted(settings.name()));
    }
    streams.start(); // refused if it is closed from now on
  }

  /**
   * Asks for the limits again after a topic accepts less than before. Otherwise only the refused
   * size would be known, and each smaller record that is still too large would cost a thread.
   */
  private void askAgain(RecordLimits limits) {
    try {
      topicCheck.lower(limits);
    } catch (RuntimeException e) { // the thread has to be replaced in any case
      LOG.warn("The current limits of the topics could not be queried.", e);
    }
  }

  /** Stops the application for a reason that only the workload sees. It must still be closed. */
  public void fail(Throwable reason) {
    failures.stopBecause(reason);
    life.moveTo(ApplicationState.FAILED);
  }

  private void awaitRunning() {
    long deadline = workload.nanoTime() + settings.startTimeout().toNanos();
    ApplicationState reached;
    try {
      reached =
          life.awaitWhile(
              now -> now == ApplicationState.STARTING || now == ApplicationState.REBALANCING,
              () -> deadline - workload.nanoTime());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApplicationStartException("interrupted while starting", e);
    }
    switch (reached) {
      case RUNNING -> {}
      case STARTING, REBALANCING ->
          throw new ApplicationStartException(
              ("the group %s was not joined within %d s: another member may be holding up the"
                      + " rebalance")
                  .formatted(settings.applicationId(), settings.startTimeout().toSeconds()));
      case NEW, STOPPING, STOPPED, FAILED ->
          throw new ApplicationStartException(
              "%s stopped while starting%s".formatted(settings.name(), failures.reason()),
              failure().orElse(null));
    }
  }

  private void follow(KafkaStreams streams, KafkaStreams.State now) {
    switch (now) {
      case RUNNING -> {
        life.moveTo(ApplicationState.RUNNING);
        assignments.assigned(partitions(streams).stream().map(TopicPartition::toString).toList());
      }
      case REBALANCING -> {
        topicWatch.rebalanced();
        life.moveTo(ApplicationState.REBALANCING);
      }
      case PENDING_ERROR, ERROR -> life.moveTo(ApplicationState.FAILED);
      case CREATED, PENDING_SHUTDOWN, NOT_RUNNING -> {} // caused by us
    }
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public ApplicationState state() {
    return life.state();
  }

  /** The current health; determined without network calls, so it is quick. */
  public ApplicationHealth health() {
    KafkaStreams streams = this.streams;
    ApplicationState now = state();
    return streams == null || !now.isHealthy()
        ? new ApplicationHealth(now, 0, ApplicationHealth.NEVER)
        : new ApplicationHealth(
            now, partitions(streams).size(), ClientMetrics.sinceHeartbeat(streams.metrics()));
  }

  /**
   * Records that are on the input topics and cannot be read under exactly-once, as a transaction
   * before them is open.
   */
  public long blockedRecords() {
    return topicWatch.blocked();
  }

  /** What this instance reads now. */
  private static List<TopicPartition> partitions(KafkaStreams streams) {
    try {
      return streams.metadataForLocalThreads().stream()
          .flatMap(thread -> thread.activeTasks().stream())
          .flatMap(task -> task.topicPartitions().stream())
          .toList();
    } catch (IllegalStateException e) { // it ends at this moment
      return List.of();
    }
  }

  @Override
  public boolean isHealthy() {
    return state().isHealthy();
  }

  /** Why the application {@linkplain ApplicationState#FAILED failed}. */
  @Override
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failures.fatal());
  }

  /** The failure for people: the cause without its wrappers, and the remedy if one is known. */
  @Override
  public String failureReason() {
    String reason = failures.reason();
    return reason.isEmpty() ? "for an unknown reason" : reason.substring(2);
  }

  /** Waits until the application fails or is closed by another thread; returns the state then. */
  public ApplicationState awaitEnd() throws InterruptedException {
    return life.awaitWhile(ApplicationState::isHealthy, () -> Long.MAX_VALUE);
  }

  /**
   * Finishes work in flight, commits, leaves the group, and closes the workload, all within the
   * close timeout. Work that cannot be finished in two thirds of that time is given up without a
   * commit and is read again by the next instance.
   */
  @Override
  public void close() {
    ApplicationState before = state();
    if (before == ApplicationState.STOPPING || before == ApplicationState.STOPPED) {
      return;
    }
    if (life.moveTo(ApplicationState.STOPPED)) { // was never started
      return;
    }
    life.moveTo(ApplicationState.STOPPING);
    topicWatch.close();
    failures.closing();
    Duration timeout = settings.closeTimeout();
    long deadline = System.nanoTime() + timeout.toNanos();
    boolean hopeless = workload.isHopeless();
    boolean closed = closeStreams(hopeless ? Duration.ZERO : timeout.multipliedBy(2).dividedBy(3));
    if (!closed) {
      LOG.warn("Work in flight is given up and will be read again by the next instance.");
    }
    // Only now, because until then the stream threads wait for results in order to commit them.
    workload.giveUp();
    if (!closed && !closeStreams(until(deadline))) {
      LOG.error("The stream threads did not end within {}.", timeout);
    }
    workload.close(hopeless ? Duration.ZERO : until(deadline));
    life.moveTo(ApplicationState.STOPPED);
    life.awaitTold();
  }

  private static Duration until(long deadline) {
    return Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
  }

  private boolean closeStreams(Duration timeout) {
    KafkaStreams streams = this.streams;
    // Without leaving, a restart would wait until the group has forgotten this member.
    return streams == null
        || streams.close(
            CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(timeout));
  }

  /** What an application computes, and what its tasks share. */
  public interface Workload {

    /**
     * Creates what the tasks share and the topology that uses it. Called at most once, when the
     * topics are known.
     */
    Topology prepare(RecordLimits limits);

    /** The {@code client.id}, unless the user has chosen one. */
    String clientId();

    /** Records were deleted before they were read. */
    default void expired(long records) {}

    /** Called once, when records are read. */
    default void started() {}

    /** The time that counts towards the start timeout. Called after {@link #prepare}. */
    default long nanoTime() {
      return System.nanoTime();
    }

    /** This application's own causes of a stream thread's death that will not pass. */
    default List<Class<? extends Throwable>> fatalCauses() {
      return List.of();
    }

    /** Whether none of the work in flight can be finished any more. */
    default boolean isHopeless() {
      return false;
    }

    /** Gives up work in flight, so that stream threads that wait for it can end. */
    default void giveUp() {}

    /**
     * Releases what the tasks shared; also called if {@link #prepare} was not called or has failed.
     */
    void close(Duration timeout);
  }
}
