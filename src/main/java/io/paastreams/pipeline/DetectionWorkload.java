package io.paastreams.pipeline;

import io.paastreams.event.Topics;
import io.paastreams.streams.RecordLimits;
import io.paastreams.streams.StreamsApplication;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detection as a workload of an application: the services that its tasks share, and the watches
 * over the device and the group.
 *
 * <p>Threading: prepared by the thread that starts the application, closed by any thread.
 */
final class DetectionWorkload implements StreamsApplication.Workload {

  private static final Logger LOG = LoggerFactory.getLogger(DetectionPipeline.class);

  private final PipelineConfig config;
  private final Topics topics;
  private final InstanceKind kind;
  private final ServicesFactory factory;
  private final PipelineListener listener;
  private final Consumer<DeviceStuckException> deviceStuck;

  private volatile @Nullable DetectionServices services;
  private volatile @Nullable DeviceWatchdog watchdog;
  private volatile @Nullable FleetWatch fleetWatch;

  /** Creates the services once the topics' limits are known. */
  interface ServicesFactory {
    DetectionServices create(RecordLimits limits, PipelineListener listener);
  }

  /**
   * Creates a workload in which nothing is running.
   *
   * @param deviceStuck called once, when the device has been stuck for too long
   */
  DetectionWorkload(
      PipelineConfig config,
      Topics topics,
      InstanceKind kind,
      ServicesFactory factory,
      PipelineListener listener,
      Consumer<DeviceStuckException> deviceStuck) {
    this.config = config;
    this.topics = topics;
    this.kind = kind;
    this.factory = factory;
    this.listener = listener;
    this.deviceStuck = deviceStuck;
  }

  @Override
  public Topology prepare(RecordLimits limits) {
    DetectionServices services = factory.create(limits, listener);
    this.services = services;
    watchdog =
        new DeviceWatchdog(
                services.detector().device(), config.deviceLimits(), listener, deviceStuck)
            .start();
    return DetectionTopology.of(config, topics, services);
  }

  @Override
  public String clientId() {
    return kind.newClientId(config.applicationId());
  }

  @Override
  public void expired(long records) {
    listener.framesExpired(records);
  }

  @Override
  public void started() {
    fleetWatch = FleetWatch.start(config, listener);
  }

  @Override
  public long nanoTime() {
    DetectionServices services = this.services;
    return services == null ? System.nanoTime() : services.detector().awake().getAsLong();
  }

  @Override
  public List<Class<? extends Throwable>> fatalCauses() {
    return List.of(ModelUnusableException.class);
  }

  /** Whether the device does not return. */
  @Override
  public boolean isHopeless() {
    DeviceWatchdog watchdog = this.watchdog;
    return watchdog != null && watchdog.isStuck();
  }

  @Override
  public void giveUp() {
    DetectionServices services = this.services;
    if (services != null) {
      services.detector().giveUp();
    }
  }

  @Override
  public void close(Duration timeout) {
    DetectionServices services = this.services;
    if (services != null && !services.close(timeout)) {
      LOG.error("The device did not return within {}.", config.closeTimeout());
    }
    DeviceWatchdog watchdog = this.watchdog;
    if (watchdog != null) {
      watchdog.close();
    }
    FleetWatch fleetWatch = this.fleetWatch;
    if (fleetWatch != null) {
      fleetWatch.close();
    }
  }

  /** The bytes of frames and pixels between arrival and result. */
  long inFlightBytes() {
    DetectionServices services = this.services;
    return services == null ? 0 : services.memory().used();
  }

  /** For how long the devices have computed since the start. */
  Duration deviceBusy() {
    DetectionServices services = this.services;
    return services == null ? Duration.ZERO : services.detector().device().busy();
  }

  /** The number of images that wait for a batch. */
  int queuedFrames() {
    DetectionServices services = this.services;
    return services == null ? 0 : services.detector().queued();
  }
}
