package io.paastreams.pipeline;

import io.paastreams.detection.ModelIdentity;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicUse;
import io.paastreams.event.Topics;
import io.paastreams.image.Preprocessor;
import io.paastreams.inference.Detector;
import io.paastreams.pipeline.DetectionWorkload.ServicesFactory;
import io.paastreams.streams.Application;
import io.paastreams.streams.ApplicationHealth;
import io.paastreams.streams.ApplicationSettings;
import io.paastreams.streams.ApplicationStartException;
import io.paastreams.streams.ApplicationState;
import io.paastreams.streams.StreamsApplication;
import io.paastreams.streams.TopicCheck;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the detection pipeline in this JVM. Several instances with one {@code applicationId} share
 * the partitions of the frames topic.
 *
 * <p>The detector and the topics' serdes belong to the caller and must be closed after the
 * pipeline.
 *
 * <p>Threading: safe. A pipeline may be started once and closed once; further calls of {@link
 * #close} do nothing.
 */
public final class DetectionPipeline implements Application {

  /** The topics that the pipeline uses, and how. */
  public static final List<TopicUse> TOPICS =
      List.of(
          TopicUse.reads(TopicKind.FRAMES),
          TopicUse.writes(TopicKind.DETECTIONS),
          TopicUse.writes(TopicKind.SKIPPED),
          TopicUse.writes(TopicKind.DEAD_LETTERS));

  private static final Logger LOG = LoggerFactory.getLogger(DetectionPipeline.class);

  private final DetectionWorkload workload;
  private final StreamsApplication application;
  private final long maxInFlightBytes;
  private final ModelSlot models;

  DetectionPipeline(
      PipelineConfig config,
      Topics topics,
      ModelSlot models,
      ServicesFactory services,
      List<PipelineListener> listeners) {
    PipelineListener safe = new SafePipelineListener(listeners);
    ApplicationSettings settings = config.settings();
    InstanceKind kind = InstanceKind.of(models.model().sha256(), config.guarantee());
    this.models = models;
    this.maxInFlightBytes = config.maxInFlightBytes();
    this.workload = new DetectionWorkload(config, topics, kind, services, safe, this::fail);
    this.application =
        new StreamsApplication(
            settings,
            new TopicCheck(settings, topics.names(), TOPICS),
            workload,
            safe::stateChanged);
  }

  /**
   * Returns a builder.
   *
   * @param preprocessor resizes images to the detector's scale
   */
  public static DetectionPipelineBuilder builder(
      PipelineConfig config, Topics topics, Detector detector, Preprocessor preprocessor) {
    return new DetectionPipelineBuilder(config, topics, detector, preprocessor);
  }

  /**
   * The topology of a pipeline as Kafka Streams describes it; needs neither a broker nor a model.
   */
  public static String describe(Topics topics) {
    return DetectionTopology.shape(topics).describe().toString();
  }

  /**
   * Checks the topics and starts. Returns when the pipeline reads frames.
   *
   * @throws ApplicationStartException if no broker answers, topics are missing, or the group is not
   *     joined in time; the pipeline is then closed
   */
  @Override
  public void start() {
    application.start();
  }

  private void fail(DeviceStuckException failure) {
    LOG.error("The pipeline stops: the device does not return.", failure);
    application.fail(failure);
  }

  /** Passes Kafka Streams to an observer that measures it. Call this before the start. */
  public void observe(Consumer<KafkaStreams> observer) {
    application.observe(observer);
  }

  @Override
  public String name() {
    return application.name();
  }

  @Override
  public ApplicationState state() {
    return application.state();
  }

  /** Whether frames are being read, or will be without intervention, and the device works. */
  @Override
  public boolean isHealthy() {
    return state().isHealthy() && !workload.isHopeless();
  }

  /** The current health of the application, without the device. */
  public ApplicationHealth health() {
    return application.health();
  }

  /**
   * Records on the frames topic that cannot be read under exactly-once, as a transaction before
   * them is open.
   */
  public long blockedRecords() {
    return application.blockedRecords();
  }

  /** Whether no call to the device takes longer than allowed. */
  public boolean deviceAnswers() {
    return !workload.isHopeless();
  }

  /** Why the pipeline {@linkplain ApplicationState#FAILED failed}. */
  @Override
  public Optional<Throwable> failure() {
    return application.failure();
  }

  /** The failure for people: the cause without its wrappers, and the remedy if one is known. */
  @Override
  public String failureReason() {
    return application.failureReason();
  }

  /** Waits until the pipeline fails or is closed by another thread; returns the state then. */
  public ApplicationState awaitEnd() throws InterruptedException {
    return application.awaitEnd();
  }

  /** The bytes of frames and pixels between arrival and result. */
  public long inFlightBytes() {
    return workload.inFlightBytes();
  }

  /** The maximum of these bytes that the configuration allows. */
  public long maxInFlightBytes() {
    return maxInFlightBytes;
  }

  /** The total time since the start in which at least one batch was being computed. */
  public Duration deviceBusy() {
    return workload.deviceBusy();
  }

  /** The current model. */
  public ModelIdentity model() {
    return models.model();
  }

  /** The slot in which the model can be exchanged while the pipeline runs. */
  public ModelSlot models() {
    return models;
  }

  /** The number of images that wait for a batch. */
  public int queuedFrames() {
    return workload.queuedFrames();
  }

  /**
   * Finishes work in flight, commits, leaves the group, and releases the detector, all within the
   * close timeout. Work that cannot be finished in two thirds of that time is given up without a
   * commit and is read again by the next instance. A device that does not return is abandoned; in
   * that case, do not close the detector on a thread that must continue.
   */
  @Override
  public void close() {
    application.close();
  }
}
