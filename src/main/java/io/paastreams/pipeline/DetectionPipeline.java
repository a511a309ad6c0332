package io.paastreams.pipeline;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.paastreams.cluster.ClientFailures;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicUse;
import io.paastreams.event.Topics;
import io.paastreams.image.Preprocessor;
import io.paastreams.inference.Detector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Queue;
import org.apache.kafka.common.KafkaException;
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
 * Runs the detection pipeline in this JVM. Several instances with one {@code applicationId} share
 * the partitions of the frames topic.
 *
 * <p>The detector and the topics' serdes stay the caller's: close them after the pipeline.
 *
 * <p>Threading: safe. A pipeline is started once and closed once; further calls of {@link #close}
 * do nothing.
 */
public final class DetectionPipeline implements AutoCloseable {

  /** Which topics the pipeline uses, and how. */
  public static final List<TopicUse> TOPICS =
      List.of(
          TopicUse.reads(TopicKind.FRAMES),
          TopicUse.writes(TopicKind.DETECTIONS),
          TopicUse.writes(TopicKind.SKIPPED),
          TopicUse.writes(TopicKind.DEAD_LETTERS));

  private static final Logger LOG = LoggerFactory.getLogger(DetectionPipeline.class);

  /** A listener that takes longer is not waited for. */
  private static final Duration LONGEST_TELLING = Duration.ofSeconds(1);

  private final PipelineConfig config;
  private final Topics topics;
  private final InstanceKind kind;
  private final ServicesFactory services;
  private final PipelineListener listener;
  private final StreamThreadFailureHandler failures;

  @GuardedBy("this")
  private PipelineState state = PipelineState.NEW;

  /** Changes of the state that the listener has not heard of. */
  @GuardedBy("this")
  private final Queue<PipelineState> untold = new ArrayDeque<>();

  @GuardedBy("this")
  private @Nullable Thread teller;

  private volatile @Nullable KafkaStreams streams;
  private volatile @Nullable DetectionServices running;
  private volatile @Nullable DeviceWatchdog watchdog;
  private volatile @Nullable FleetWatch fleetWatch;

  /** Makes the services once the topics' limits are known. */
  interface ServicesFactory {
    DetectionServices create(RecordLimits limits, PipelineListener listener);
  }

  DetectionPipeline(
      PipelineConfig config,
      Topics topics,
      InstanceKind kind,
      ServicesFactory services,
      PipelineListener listener) {
    this.config = config;
    this.kind = kind;
    this.topics = topics;
    this.services = services;
    this.listener = new SafePipelineListener(listener);
    this.failures = new StreamThreadFailureHandler(config.failures(), System::nanoTime);
  }

  /**
   * Starts to describe a pipeline.
   *
   * @param preprocessor brings pictures to the detector's scale
   */
  public static DetectionPipelineBuilder builder(
      PipelineConfig config, Topics topics, Detector detector, Preprocessor preprocessor) {
    return new DetectionPipelineBuilder(config, topics, detector, preprocessor);
  }

  /** The topology of such a pipeline in Kafka Streams' notation; needs neither broker nor model. */
  public static String describe(Topics topics) {
    return DetectionTopology.shape(topics).describe().toString();
  }

  /**
   * Checks the topics and starts. Returns when the pipeline reads frames.
   *
   * @throws PipelineStartException if no broker answers, topics are missing, or the group is not
   *     joined in time; the pipeline is closed then
   */
  public void start() {
    moveTo(PipelineState.STARTING);
    try {
      TopicCheck topicCheck = new TopicCheck(config, topics);
      RecordLimits limits = topicCheck.run();
      DetectionServices services = this.services.create(limits, listener);
      running = services;
      DeviceWatchdog watchdog =
          new DeviceWatchdog(services.detector().device(), config.failures(), listener, this::fail)
              .start();
      this.watchdog = watchdog;
      Topology topology = DetectionTopology.of(config, topics, services);
      Properties settings = KafkaSettings.of(config, limits, (int) limits.largest());
      settings.putIfAbsent(
          StreamsConfig.CLIENT_ID_CONFIG, kind.newClientId(config.applicationId()));
      KafkaStreams streams = new KafkaStreams(topology, settings);
      this.streams = streams;
      streams.setUncaughtExceptionHandler(
          failure -> {
            if (StreamThreadFailureHandler.hasCause(failure, RecordTooLargeException.class)) {
              askAgain(topicCheck, limits);
            }
            return failures.handle(failure);
          });
      streams.setStateListener((now, before) -> follow(now));
      begin(streams, services, watchdog);
      awaitRunning(services.detector().awake());
      fleetWatch = FleetWatch.start(config, listener);
    } catch (RuntimeException failure) {
      RuntimeException e =
          failure instanceof KafkaException kafka
              ? unusable(kafka) // such as a login that its module cannot read
              : failure;
      boolean interrupted = Thread.interrupted(); // closing waits
      close();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      throw e;
    }
  }

  private PipelineStartException unusable(KafkaException failure) {
    Map<String, Object> properties = new HashMap<>(config.kafka());
    properties.put("bootstrap.servers", config.bootstrapServers());
    RuntimeException reason = ClientFailures.unusable(failure, properties);
    return new PipelineStartException(String.valueOf(reason.getMessage()), reason);
  }

  /** Not if another thread closed the pipeline meanwhile: it found nothing to close. */
  private void begin(KafkaStreams streams, DetectionServices services, DeviceWatchdog watchdog) {
    if (!state().isHealthy()) {
      streams.close();
      services.close();
      watchdog.close();
      throw new PipelineStartException("the pipeline was closed while it started");
    }
    streams.start(); // refused if it is closed from now on
  }

  /**
   * A topic takes less than it did. Without its answer only the refused size is known, and each
   * smaller record that is still too large would cost a thread.
   */
  private static void askAgain(TopicCheck topicCheck, RecordLimits limits) {
    try {
      topicCheck.lower(limits);
    } catch (RuntimeException e) { // the thread has to be replaced in any case
      LOG.warn("The topics were not asked how large their records may be now.", e);
    }
  }

  private void fail(DeviceStuckException failure) {
    LOG.error("The pipeline stops: the device does not return.", failure);
    failures.stopBecause(failure);
    moveTo(PipelineState.FAILED);
  }

  private synchronized void awaitRunning(AwakeClock clock) {
    long deadline = clock.getAsLong() + config.startTimeout().toNanos();
    while (state == PipelineState.STARTING || state == PipelineState.REBALANCING) {
      long millis = (deadline - clock.getAsLong()) / 1_000_000;
      if (millis <= 0) {
        throw new PipelineStartException(
            "the group %s was not joined within %d s: another member may hold up the rebalance"
                .formatted(config.applicationId(), config.startTimeout().toSeconds()));
      }
      try {
        wait(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new PipelineStartException("interrupted while starting", e);
      }
    }
    if (state != PipelineState.RUNNING) {
      throw new PipelineStartException(
          "the pipeline stopped while starting" + failures.reason(), failure().orElse(null));
    }
  }

  private void follow(KafkaStreams.State now) {
    switch (now) {
      case RUNNING -> moveTo(PipelineState.RUNNING);
      case REBALANCING -> moveTo(PipelineState.REBALANCING);
      case PENDING_ERROR, ERROR -> moveTo(PipelineState.FAILED);
      case CREATED, PENDING_SHUTDOWN, NOT_RUNNING -> {} // our own doing
    }
  }

  /** Returns whether the state changed. */
  private boolean moveTo(PipelineState next) {
    synchronized (this) {
      if (state == next || !state.leadsTo(next)) {
        return false;
      }
      state = next;
      untold.add(next);
      notifyAll();
    }
    tellChanges();
    return true;
  }

  /**
   * Tells the listener what is not told yet, one thread at a time: two threads that change the
   * state shortly after each other would else be heard in any order. Not under the lock, which the
   * listener may need.
   */
  private void tellChanges() {
    while (true) {
      PipelineState next;
      synchronized (this) {
        if (teller != null || untold.isEmpty()) {
          return; // who tells now goes on until nothing is left
        }
        teller = Thread.currentThread();
        next = untold.remove();
      }
      listener.stateChanged(next);
      synchronized (this) {
        teller = null;
        notifyAll();
      }
    }
  }

  /** Waits a little until all changes are told, unless the listener itself is what closes. */
  private synchronized void awaitTold() {
    long deadline = System.nanoTime() + LONGEST_TELLING.toNanos();
    try {
      while (teller != null && teller != Thread.currentThread()) {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
          return;
        }
        wait(millis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public synchronized PipelineState state() {
    return state;
  }

  /** Whether frames are being read, or will be without anybody's doing, and the device works. */
  public boolean isHealthy() {
    DeviceWatchdog watchdog = this.watchdog;
    return state().isHealthy() && !(watchdog != null && watchdog.isStuck());
  }

  /** Why the pipeline {@linkplain PipelineState#FAILED failed}. */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failures.fatal());
  }

  /** The same for people: what it was, without what wraps it, and the remedy where one is known. */
  public String failureReason() {
    String reason = failures.reason();
    return reason.isEmpty() ? "for no known reason" : reason.substring(2);
  }

  /** Waits until the pipeline fails or is closed by another thread; returns the state then. */
  public synchronized PipelineState awaitEnd() throws InterruptedException {
    while (state.isHealthy()) {
      wait();
    }
    return state;
  }

  /** Bytes of the frames and pixels between arrival and result. */
  public long inFlightBytes() {
    DetectionServices services = running;
    return services == null ? 0 : services.memory().used();
  }

  /** Number of pictures that wait for a batch. */
  public int queuedFrames() {
    DetectionServices services = running;
    return services == null ? 0 : services.detector().queued();
  }

  /**
   * Finishes what is in flight, commits, leaves the group, and lets go of the detector, all within
   * the close timeout. What cannot be finished in two thirds of it is given up without a commit, to
   * be read again by the next instance. A device that does not return is left behind: do not close
   * the detector then on a thread that must go on.
   */
  @Override
  public void close() {
    synchronized (this) {
      if (state == PipelineState.STOPPING || state == PipelineState.STOPPED) {
        return;
      }
    }
    if (moveTo(PipelineState.STOPPED)) { // was never started
      return;
    }
    moveTo(PipelineState.STOPPING);
    failures.closing();
    long deadline = System.nanoTime() + config.closeTimeout().toNanos();
    DeviceWatchdog watchdog = this.watchdog;
    boolean hopeless = watchdog != null && watchdog.isStuck();
    boolean closed =
        closeStreams(hopeless ? Duration.ZERO : config.closeTimeout().multipliedBy(2).dividedBy(3));
    if (!closed) {
      LOG.warn("What is in flight is given up, to be read again by the next instance.");
    }
    // Only now: until then the stream threads wait for results to commit them.
    DetectionServices services = running;
    if (services != null) {
      services.detector().giveUp();
    }
    if (!closed && !closeStreams(until(deadline))) {
      LOG.error("The stream threads did not end within {}.", config.closeTimeout());
    }
    if (services != null && !services.close(hopeless ? Duration.ZERO : until(deadline))) {
      LOG.error("The device did not return within {}.", config.closeTimeout());
    }
    if (watchdog != null) {
      watchdog.close();
    }
    FleetWatch fleetWatch = this.fleetWatch;
    if (fleetWatch != null) {
      fleetWatch.close();
    }
    moveTo(PipelineState.STOPPED);
    awaitTold();
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
}
